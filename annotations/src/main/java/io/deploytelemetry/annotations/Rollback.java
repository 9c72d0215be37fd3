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

  /** The version that is live after a successful call; if not set, the one before. */
  String version() default "";

  /** How many targets a successful call updated: a number, or what has a size. */
  String targets() default "";

  /** Labels of your own, {@code name=value,name=value}; the configuration declares their names. */
  String labels() default "";

  /**
   * The outcome of a call that does not throw: an expression such as <code>{result.status}</code>,
   * whose value is judged instead of the result; or, for every such call, one of {@code success},
   * {@code failure}, {@code error}, {@code timeout}, {@code cancellation}, {@code skip}, {@code
   * unknown}.
   */
  String outcome() default "";
}
