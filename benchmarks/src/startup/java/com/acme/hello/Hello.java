package com.acme.hello;

import io.deploytelemetry.annotations.Deployment;

/** The least that can be woven: one method, called once. */
public final class Hello {

  private Hello() {}

  /** Deploys, stays for as many milliseconds as the argument says, and says when it has ended. */
  public static void main(String[] args) throws InterruptedException {
    deploy();
    if (args.length > 0) {
      Thread.sleep(Long.parseLong(args[0]));
    }
    System.out.println("ended " + System.currentTimeMillis());
  }

  @Deployment(application = "shop", environment = "production", strategy = "rolling")
  static void deploy() {
    System.out.println("hello");
  }
}
