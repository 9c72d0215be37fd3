package io.deploytelemetry.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method in which a deployment waits for something: a lock, a free slot, a person. It is timed.
 * Annotate the caller of a {@code synchronized} method, which is timed from when it has the
 * monitor.
 *
 * <p>On a class it measures nothing: it gives defaults to the class's methods with this annotation.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Wait {
  /** What for: {@code lock}, {@code queue}, {@code approval} and so on. */
  String reason() default "";

  /** What waits: a repository, service or module. */
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
