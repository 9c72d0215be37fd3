package io.deploytelemetry.agent.model;

import org.jspecify.annotations.Nullable;

/**
 * The types of libraries that stand for what is known later only. A method is measured so where it
 * declares exactly one of them; the libraries themselves need not be there.
 */
public enum LaterResult {
  MONO("reactor/core/publisher/Mono", true, true),
  FLUX("reactor/core/publisher/Flux", true, false),
  SINGLE("io/reactivex/rxjava3/core/Single", true, true),
  MAYBE("io/reactivex/rxjava3/core/Maybe", true, true),
  COMPLETABLE("io/reactivex/rxjava3/core/Completable", true, false),
  OBSERVABLE("io/reactivex/rxjava3/core/Observable", true, false),
  FLOWABLE("io/reactivex/rxjava3/core/Flowable", true, false),
  LISTENABLE_FUTURE("com/google/common/util/concurrent/ListenableFuture", false, true);

  private final String internalName;
  private final String className;
  private final boolean isSubscribedTo;
  private final boolean hasValue;

  LaterResult(String internalName, boolean isSubscribedTo, boolean hasValue) {
    this.internalName = internalName;
    this.className = internalName.replace('/', '.');
    this.isSubscribedTo = isSubscribedTo;
    this.hasValue = hasValue;
  }

  static @Nullable LaterResult named(String internalName) {
    for (LaterResult type : values()) {
      if (type.internalName.equals(internalName)) {
        return type;
      }
    }
    return null;
  }

  /** The name of the type in class files. */
  public String internalName() {
    return internalName;
  }

  /** Its name otherwise. */
  public String className() {
    return className;
  }

  /** Its last name, for people. */
  public String simpleName() {
    return internalName.substring(internalName.lastIndexOf('/') + 1);
  }

  /** Whether nothing happens before somebody subscribes. */
  public boolean isSubscribedTo() {
    return isSubscribedTo;
  }

  /** Whether it comes to one value, if to any. */
  public boolean hasValue() {
    return hasValue;
  }
}
