package io.deploytelemetry.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method that takes a deployment back. Measured and judged as a {@link Deployment} is.
 *
 * <p>On a class it measures nothing: it gives defaults to the class's methods with this annotation.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Rollback {

  /** What is rolled back: a repository, service or module. */
  String application() default "";

  /** Where: {@code production}, {@code staging}, {@code test}, {@code development} or your own. */
  String environment() default "";

  /**
   * By what or onto what: {@code kubernetes}, {@code bare_metal}, {@code docker_compose} and so on.
   */
  String provider() default "";

  /** How: {@code rolling}, {@code blue_green}, {@code canary}, {@code direct} and so on. */
  String strategy() default "";

  /** Why: {@code health_check}, {@code timeout}, {@code manual}, {@code error} and so on. */
  String reason() default "";

  /**
   * The outcome of every call that does not throw, whatever it returns: one of {@code success},
   * {@code failure}, {@code error}, {@code timeout}, {@code cancellation}, {@code skip}, {@code
   * unknown}.
   */
  String outcome() default "";
}
