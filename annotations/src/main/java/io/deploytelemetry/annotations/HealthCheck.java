package io.deploytelemetry.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method that finds out whether something works. Each call that the application makes is one run
 * of the check; {@code /health} answers with the latest result. A check is up when its outcome is
 * {@code success} or {@code skip}: it threw nothing and returned neither {@code false} nor a word
 * such as {@code DOWN}.
 *
 * <p>On a class it measures nothing: it gives defaults to the class's methods with this annotation.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface HealthCheck {

  /** The check's name; the method's name where it is not set. */
  String value() default "";

  /** {@code ready} (also where it is not set), {@code live}, or your own. */
  String group() default "";

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
