package io.deploytelemetry.agent.trace;

import io.deploytelemetry.agent.model.Inventory;
import io.deploytelemetry.agent.model.ProbeSpec;
import io.deploytelemetry.agent.model.TraceListener;
import java.lang.ref.WeakReference;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the span that a call runs in: that of OpenTelemetry's agent, or of the API that the
 * application brings along, of which every web application may have a copy of its own.
 *
 * <p>Nothing is looked for. A span can only be current where a copy has set up its storage of
 * contexts, and for that a class has to be loaded, of which the weaver tells; so a JVM without
 * OpenTelemetry costs each call the reading of one flag. Nor is a copy asked for anything before:
 * the first question would set the storage up, without what the application wants to add to it.
 *
 * <p>Threads: those that load classes report, those that end calls ask. Loaders are held weakly.
 */
public final class Traces implements TraceListener {

  private static final String SPAN = "io.opentelemetry.api.trace.Span";
  private static final String CONTEXT = "io.opentelemetry.context.Context";

  /** Its initialiser sets the storage of contexts up, in 1.0.0 as in 1.67.0, and nothing else. */
  private static final String STORAGE = "io.opentelemetry.context.LazyStorage";

  private static final String INTERNAL_SPAN = SPAN.replace('.', '/');
  private static final String INTERNAL_STORAGE = STORAGE.replace('.', '/');

  private final Inventory inventory;
  private final Map<ProbeSpec, List<WeakReference<ClassLoader>>> woven = new ConcurrentHashMap<>();

  private volatile List<LibraryClass> spans = Collections.emptyList();
  private volatile List<LibraryClass> storages = Collections.emptyList();
  private volatile boolean arePossible;

  public Traces(Inventory inventory) {
    this.inventory = inventory;
  }

  @Override
  public void loading(String internalName, @Nullable ClassLoader loader) {
    if (internalName.endsWith(INTERNAL_SPAN)) {
      hasSpans(prefix(internalName, SPAN), loader);
    } else if (internalName.endsWith(INTERNAL_STORAGE)) {
      hasStorage(prefix(internalName, STORAGE), loader);
    }
  }

  /**
   * Of the bootstrap loader's classes only interfaces are asked for their names, because at the
   * start there are hundreds of others. What is there of OpenTelemetry comes from its agent, which
   * has set all up before ours got to run.
   */
  @Override
  public void loaded(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    if (loader != null) {
      loading(type.getName().replace('.', '/'), loader);
    } else if (type.isInterface()) {
      String name = type.getName();
      if (name.endsWith(SPAN)) {
        hasSpans(prefix(name, SPAN), null);
      } else if (name.endsWith(CONTEXT)) {
        hasStorage(prefix(name, CONTEXT), null);
      }
    }
  }

  private synchronized void hasSpans(String prefix, @Nullable ClassLoader loader) {
    spans = with(new LibraryClass(prefix, loader), spans);
  }

  private synchronized void hasStorage(String prefix, @Nullable ClassLoader loader) {
    storages = with(new LibraryClass(prefix, loader), storages);
    arePossible = true;
  }

  /** A class and those that are known, once each, but those whose loader is gone. */
  private static List<LibraryClass> with(LibraryClass added, List<LibraryClass> known) {
    List<LibraryClass> all = new ArrayList<>();
    for (LibraryClass one : known) {
      if (!one.isGone() && !one.isSame(added)) {
        all.add(one);
      }
    }
    all.add(added);
    return all;
  }

  private static String prefix(String name, String end) {
    return name.substring(0, name.length() - end.length()).replace('/', '.');
  }

  @Override
  public synchronized void woven(ProbeSpec spec, ClassLoader loader) {
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    loaders.add(new WeakReference<>(loader));
    for (WeakReference<ClassLoader> earlier : loadersOf(spec)) {
      ClassLoader other = earlier.get();
      if (other != null && other != loader) {
        loaders.add(earlier);
      }
    }
    woven.put(spec, Collections.unmodifiableList(loaders));
  }

  private List<WeakReference<ClassLoader>> loadersOf(ProbeSpec spec) {
    List<WeakReference<ClassLoader>> loaders = woven.get(spec);
    return loaders == null ? Collections.emptyList() : loaders;
  }

  /** Whether any thread can be in a span. */
  public boolean arePossible() {
    return arePossible;
  }

  /**
   * The span that this thread is in, {@link Trace#NONE} if that is none or not a sampled one. Where
   * there are several copies of the API, the one that the woven class's loader finds first is asked
   * first, and then the others: the caller may have one that the class does not see.
   */
  public Trace current(ProbeSpec spec) {
    for (WeakReference<ClassLoader> of : loadersOf(spec)) {
      for (ClassLoader loader = of.get(); loader != null; loader = loader.getParent()) {
        for (LibraryClass span : spans) {
          Trace trace = span.isDefinedBy(loader) ? current(span) : Trace.NONE;
          if (trace != Trace.NONE) {
            return trace;
          }
        }
      }
    }
    for (LibraryClass span : spans) {
      Trace trace = current(span);
      if (trace != Trace.NONE) {
        return trace;
      }
    }
    return Trace.NONE;
  }

  /** Whatever may go wrong in code that is not ours costs the exemplar and nothing else. */
  private Trace current(LibraryClass span) {
    try {
      Class<?> type = span.usable();
      if (type == null && hasStorage(span)) {
        type = span.find(SPAN);
        span.use(type);
      }
      return type == null ? Trace.NONE : SpanApi.of(type).current();
    } catch (InvocationTargetException theirs) {
      note(span, theirs.getCause());
    } catch (ClassNotFoundException undefined) {
      return Trace.NONE; // not yet, or not any more
    } catch (Exception | LinkageError unusable) {
      forget(span);
      note(span, unusable);
    }
    return Trace.NONE;
  }

  private synchronized void forget(LibraryClass span) {
    List<LibraryClass> others = new ArrayList<>(spans);
    others.remove(span);
    spans = others;
  }

  /** The class of contexts decides: in OSGi the two parts of the API are two bundles. */
  private boolean hasStorage(LibraryClass span) throws ClassNotFoundException {
    ClassLoader loader = span.find(CONTEXT).getClassLoader();
    for (LibraryClass storage : storages) {
      if (storage.isOfCopy(span.prefix()) && storage.isDefinedBy(loader)) {
        return true;
      }
    }
    return false;
  }

  private void note(LibraryClass span, @Nullable Throwable reason) {
    inventory.note(span.prefix() + SPAN, "no exemplars from its spans: " + reason);
  }
}
