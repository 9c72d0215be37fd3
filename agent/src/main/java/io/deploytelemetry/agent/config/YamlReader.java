package io.deploytelemetry.agent.config;

import java.io.Reader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ParserException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** Reads YAML into {@link ConfigNode}s. The only place that knows the YAML library. */
final class YamlReader {

  /** What is wrong with the YAML of a file. */
  static final class MalformedException extends Exception {

    private static final long serialVersionUID = 1;

    private final int line;

    MalformedException(int line, String problem) {
      super(problem, null, false, false);
      this.line = line;
    }

    /** The line, from 1. */
    int line() {
      return line;
    }
  }

  private static final int DEEPEST = 20;
  private static final String TOO_DEEP = "it is nested too deeply";

  private YamlReader() {}

  /**
   * Reads a document.
   *
   * @return {@code null} if it is empty
   */
  static @Nullable ConfigNode read(Reader source) throws MalformedException {
    LoadSettings settings =
        LoadSettings.builder().setAllowDuplicateKeys(false).setMaxAliasesForCollections(10).build();
    try {
      Parser parser =
          new ShallowParser(new ParserImpl(settings, new StreamReader(settings, source)));
      Optional<Node> root = new Composer(settings, parser).getSingleNode();
      return root.isPresent() && !isNull(root.get()) ? node(root.get(), 0) : null;
    } catch (MarkedYamlEngineException malformed) {
      throw new MalformedException(
          line(malformed.getProblemMark()), Excerpt.of(String.valueOf(malformed.getProblem())));
    } catch (YamlEngineException malformed) {
      throw new MalformedException(1, Excerpt.of(String.valueOf(malformed.getMessage())));
    }
  }

  private static ConfigNode node(Node node, int depth) throws MalformedException {
    int line = line(node.getStartMark());
    if (depth > DEEPEST) {
      throw new MalformedException(line, TOO_DEEP);
    }
    if (node instanceof SequenceNode) {
      List<ConfigNode> items = new ArrayList<>();
      for (Node item : ((SequenceNode) node).getValue()) {
        items.add(node(item, depth + 1));
      }
      return ConfigNode.list(line, items);
    }
    if (node instanceof MappingNode) {
      return map(line, (MappingNode) node, depth);
    }
    return ConfigNode.text(
        line, node instanceof ScalarNode && !isNull(node) ? ((ScalarNode) node).getValue() : "");
  }

  private static ConfigNode map(int line, MappingNode node, int depth) throws MalformedException {
    Map<String, ConfigNode> entries = new LinkedHashMap<>();
    for (NodeTuple entry : node.getValue()) {
      Node key = entry.getKeyNode();
      if (!(key instanceof ScalarNode)) {
        throw new MalformedException(line(key.getStartMark()), "a key must be a text");
      }
      String name = ((ScalarNode) key).getValue();
      if (entries.put(name, node(entry.getValueNode(), depth + 1)) != null) {
        throw new MalformedException(
            line(key.getStartMark()), "'" + Excerpt.of(name) + "' is there twice");
      }
    }
    return ConfigNode.map(line, entries);
  }

  /** Refuses what is nested deeply before the library follows it into the depth of the stack. */
  private static final class ShallowParser implements Parser {

    private final Parser parser;
    private int depth;

    ShallowParser(Parser parser) {
      this.parser = parser;
    }

    @Override
    public boolean checkEvent(Event.ID choice) {
      return parser.checkEvent(choice);
    }

    @Override
    public Event peekEvent() {
      return parser.peekEvent();
    }

    @Override
    public boolean hasNext() {
      return parser.hasNext();
    }

    @Override
    public Event next() {
      Event event = parser.next();
      if (event instanceof CollectionStartEvent && ++depth > DEEPEST) {
        throw new ParserException(TOO_DEEP, event.getStartMark());
      }
      if (event instanceof CollectionEndEvent) {
        depth--;
      }
      return event;
    }
  }

  private static boolean isNull(Node node) {
    return Tag.NULL.equals(node.getTag());
  }

  private static int line(Optional<Mark> mark) {
    return mark.isPresent() ? mark.get().getLine() + 1 : 1;
  }
}
