/**
 * The words in which an application says what the agent shall measure.
 *
 * <p>Every value is a string, and an empty one is not set:
 *
 * <ul>
 *   <li>{@code "text"} is a constant.
 *   <li><code>"${NAME}"</code> and <code>"${NAME:default}"</code> are a system property or else an
 *       environment variable, read once when the class is woven.
 *   <li><code>"{…}"</code> is read at a call: <code>{0}</code> is an argument by its position,
 *       <code>{release}</code> by its parameter's name, <code>{this}</code> and <code>{result}
 *       </code> what they say. <code>.name</code> steps on through a method {@code name()}, a
 *       getter {@code getName()} or {@code isName()}, or a field. Where a step meets {@code null}
 *       the value is empty.
 *   <li>They mix: <code>"{release.application}-{0}"</code>. {@code "\"} escapes <code>{ } $ , =
 *       </code>.
 * </ul>
 *
 * <p>Labels and names are read once, when the call begins, and so cannot use <code>{result}</code>;
 * {@code version}, {@code committedAt}, {@code targets}, {@code events}, {@code states} and {@code
 * outcome} are read when it ends, from the arguments as they were when it began. A value that
 * cannot be read is empty, with the reason in {@code /status}; the call is counted all the same.
 *
 * <p>The annotations are matched by name: their jar may be missing at run time.
 */
package io.deploytelemetry.annotations;
