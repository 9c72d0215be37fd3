package com.acme.web;

import io.deploytelemetry.annotations.Deployment;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** A web application that ends as soon as it could answer. */
@SpringBootApplication
@RestController
public class WebApplication {

  /** Starts, says when it was ready, closes, and says when it has ended. */
  public static void main(String[] args) {
    ConfigurableApplicationContext context = SpringApplication.run(WebApplication.class, args);
    context.close();
    System.out.println("ended " + System.currentTimeMillis());
  }

  @EventListener
  void ready(ApplicationReadyEvent event) {
    deploy();
    System.out.println("ready " + System.currentTimeMillis());
  }

  @PostMapping("/deploy")
  @Deployment(application = "shop", environment = "production", strategy = "rolling")
  String deploy() {
    return "deployed";
  }
}
