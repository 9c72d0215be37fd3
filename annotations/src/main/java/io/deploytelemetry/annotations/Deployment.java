package io.deploytelemetry.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method that deploys something. A call is one deployment: it is timed, counted when it starts
 * and when it ends, and judged by how it ends: {@code failure}, {@code error}, {@code timeout} or
 * {@code cancellation} by the exception it throws; without one by what it returns ({@code false}
 * and words such as {@code FAILED} are failures).
 *
 * <p>On a class it measures nothing: it gives defaults to the class's methods with this annotation.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Deployment {

  /** What is deployed: a repository, service or module. */
  String application() default "";

  /**
   * Where to: {@code production}, {@code staging}, {@code test}, {@code development} or your own.
   */
  String environment() default "";

  /**
   * By what or onto what: {@code kubernetes}, {@code bare_metal}, {@code docker_compose} and so on.
   */
  String provider() default "";

  /** How: {@code rolling}, {@code blue_green}, {@code canary}, {@code direct} and so on. */
  String strategy() default "";

  /** The version that is deployed; it is the live one when the call succeeds. */
  String version() default "";

  /**
   * When the change was committed; the time from then to the end of a successful call is the lead
   * time. An {@code Instant}, {@code Date}, {@code OffsetDateTime}, {@code ZonedDateTime}, ISO-8601
   * text or milliseconds since 1970.
   */
  String committedAt() default "";

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
