package kotlin.coroutines.jvm.internal;

import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import kotlin.Result;
import kotlin.ResultKt;
import kotlin.coroutines.Continuation;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a measured suspend function and what goes on after it, as one more suspend
 * function would that does nothing but call this one: so dispatchers, contexts, debuggers and
 * structured concurrency find what they expect, and choose the threads that they would choose. What
 * the function comes to is told, and passed on as it is.
 *
 * <p>A guest with each copy of Kotlin's library, made and asked through interfaces of the JDK; an
 * instance that stands before nothing makes the others.
 */
public final class MeasuredContinuation extends ContinuationImpl
    implements BiFunction<Object, Object, Object>, BiPredicate<Object, Object> {

  private static final long serialVersionUID = 1;

  /** Callers beyond so many frames are not looked at: their calls are taken for others. */
  private static final int DEEPEST = 256;

  /** A consumer of what the function comes to, and a predicate of the series of the call. */
  private final transient @Nullable Object call;

  /** Makes one; with {@code null} one that makes others. */
  @SuppressWarnings("unchecked")
  public MeasuredContinuation(@Nullable Object completion, @Nullable Object call) {
    super((Continuation<Object>) completion);
    this.call = call;
  }

  /** Makes one that stands before a completion, for a call. */
  @Override
  public Object apply(Object completion, Object of) {
    return new MeasuredContinuation(completion, of);
  }

  /** Whether a call of a series is among the callers of a frame, or is that. */
  @Override
  @SuppressWarnings("unchecked")
  public boolean test(Object series, Object frame) {
    Object at = frame;
    for (int i = 0; i < DEEPEST && at instanceof CoroutineStackFrame; i++) {
      if (at instanceof MeasuredContinuation
          && ((Predicate<Object>) ((MeasuredContinuation) at).call).test(series)) {
        return true;
      }
      at = ((CoroutineStackFrame) at).getCallerFrame();
    }
    return false;
  }

  @Override
  @SuppressWarnings("unchecked")
  protected @Nullable Object invokeSuspend(Object result) {
    BiConsumer<Object, Throwable> told = (BiConsumer<Object, Throwable>) call;
    if (result instanceof Result.Failure) {
      told.accept(null, ((Result.Failure) result).exception);
      ResultKt.throwOnFailure(result);
    }
    told.accept(result, null);
    return result;
  }

  /** As if this were not there. */
  @Override
  public String toString() {
    return String.valueOf(getCompletion());
  }

  /** As if this were not there: a coroutine that is stored knows nothing of the agent. */
  private @Nullable Object writeReplace() {
    return getCompletion();
  }
}
