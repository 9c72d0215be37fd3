package io.deploytelemetry.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method that asks for, or decides on, the approval of a deployment. What it returns decides:
 * {@code true} and words such as {@code APPROVED} grant, {@code false} and words such as {@code
 * REJECTED} reject, {@code EXPIRED}, {@code TIMEOUT} and a {@code TimeoutException} let it expire;
 * anything else decides nothing.
 *
 * <p>On a class it measures nothing: it gives defaults to the class's methods with this annotation.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Approval {
  /**
   * {@code request}: a call asks only; {@code decision}: a call decides only. Where it is not set,
   * a call does both.
   */
  String step() default "";

  /** What is to be approved: a repository, service or module. */
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
