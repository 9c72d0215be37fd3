package io.deploytelemetry.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method that finds out whether something works. With {@link #every} the agent runs it, in the
 * background, on each instance that exists, or on the class if it is static; it must have no
 * parameters. Without, each call that the application makes is one run. {@code /health} answers
 * with the latest result. A check is up when its outcome is {@code success} or {@code skip}: it
 * threw nothing and returned neither {@code false} nor a word such as {@code DOWN}.
 *
 * <p>On a class it measures nothing: it gives defaults to the class's methods with this annotation.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface HealthCheck {

  /** The check's name; the method's name where it is not set. */
  String value() default "";

  /** {@code ready} (also where it is not set), {@code live}, {@code started}, or your own. */
  String group() default "";

  /** How often the agent runs it, as in {@code 30s}; where it is not set, the agent never does. */
  String every() default "";

  /**
   * How long a run by the agent may take before it is reported as timed out, as in {@code 500ms};
   * five seconds where it is not set. The run is not interrupted, and no new one begins until it
   * has come back.
   */
  String timeout() default "";

  /**
   * How long a result counts before it is unknown, as in {@code 5m}; three times {@link #every}
   * where it is not set. A check that the agent does not run is never stale unless this is set.
   */
  String ttl() default "";

  /** What is checked: a repository, service or module. */
  String application() default "";

  /** Where: {@code production}, {@code staging}, {@code test}, {@code development} or your own. */
  String environment() default "";

  /** The mechanism or platform: {@code kubernetes}, {@code bare_metal}, {@code docker_compose}. */
  String provider() default "";

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
