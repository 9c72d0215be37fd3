package com.acme.deploy;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** An annotation that has been there before the agent; the configuration names it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Deploys {
  String application() default "";

  String strategy() default "rolling";

  String[] tags() default {};

  int times() default 0;
}
