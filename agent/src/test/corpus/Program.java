import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the compilers of the corpus compile: a little of much of the language. */
public final class Program {

  sealed interface Step permits Deploy, Rollback {}

  record Deploy(String application, int version) implements Step {}

  record Rollback(String application) implements Step {}

  enum State {
    RUNNING,
    STOPPED {
      @Override
      boolean isActive() {
        return false;
      }
    };

    boolean isActive() {
      return true;
    }
  }

  interface Named<T extends Comparable<T>> {
    T name();

    default String described() {
      return "named " + name();
    }
  }

  public static void main(String[] arguments) {
    List<Step> steps = new ArrayList<>(List.of(new Deploy("shop", 3), new Rollback("shop")));
    Map<String, List<Integer>> groups =
        IntStream.range(0, 30)
            .boxed()
            .collect(Collectors.groupingBy(i -> "g" + i % 3, TreeMap::new, Collectors.toList()));
    IntUnaryOperator twice = i -> i * 2;
    Named<String> named = () -> "program";
    String text =
        """
        %s
        %s %s
        """;
    System.out.printf(text, groups, named.described(), twice.applyAsInt(21));
    for (Step step : steps) {
      if (step instanceof Deploy deploy && deploy.version() > 2) {
        System.out.println(deploy);
      }
    }
    for (State state : State.values()) {
      switch (state) {
        case RUNNING -> System.out.println("runs " + state.isActive());
        case STOPPED -> System.out.println("stands " + state.isActive());
      }
    }
    try {
      List.of().iterator().next();
    } catch (IllegalStateException | java.util.NoSuchElementException expected) {
      System.out.println(expected.getClass().getName());
    } finally {
      System.out.println("done");
    }
  }
}
