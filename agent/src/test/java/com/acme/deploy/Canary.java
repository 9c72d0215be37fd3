package com.acme.deploy;

import io.deploytelemetry.annotations.Operation;
import java.lang.annotation.ElementType;
import java.lang.annotation.Target;

/** A team's own annotation; nothing but its class file says what it is. */
@Operation(value = "canary", application = "from the type", events = "analysed=1")
@Target(ElementType.METHOD)
public @interface Canary {
  String application() default "";

  String provider() default "mesh";
}
