package io.deploytelemetry.agent.weave;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.jar.asm.signature.SignatureReader;
import net.bytebuddy.jar.asm.signature.SignatureVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Checks the paths of one method against class files, and makes them calls that the method's own
 * class may do. Generic types are followed as the compiler does, so that no step is lost to
 * erasure.
 */
final class PathCompiler {

  /** Says why a path cannot be read; becomes part of a note in {@code /status}. */
  static final class UnresolvedException extends Exception {

    private static final long serialVersionUID = 1;

    UnresolvedException(String reason) {
      super(reason, null, false, false);
    }

    String reason() {
      return String.valueOf(getMessage());
    }
  }

  private static final String STAGE = "java/util/concurrent/CompletionStage";

  private final String className;
  private final DeclaredClass.Method method;
  private final List<String> parameterNames;
  private final List<String> inheritedNames;
  private final ClassModels models;

  /**
   * Makes a compiler.
   *
   * @param className the internal name of the class
   * @param parameterNames the names of the parameters; empty if they are not known
   */
  PathCompiler(
      String className,
      DeclaredClass.Method method,
      List<String> parameterNames,
      ClassModels models) {
    this.className = className;
    this.method = method;
    this.parameterNames = parameterNames;
    this.inheritedNames = method.declaration.parameterNames();
    this.models = models;
  }

  /** Whether the method returns a stage, whose value is not there when the method ends. */
  boolean returnsStage() throws IOException {
    Type type = Type.getReturnType(method.descriptor);
    return type.getSort() == Type.OBJECT && models.isSubtype(type.getInternalName(), STAGE);
  }

  /** Compiles a path. */
  CompiledPath compile(Path path) throws IOException, UnresolvedException {
    int root = root(path);
    GenericType at = typeOf(root);
    Type rootType = rootType(root);
    List<CompiledPath.Step> steps = new ArrayList<>();
    for (String step : path.steps()) {
      if (!at.isClass()) {
        throw new UnresolvedException(
            "'" + step + "' does not lead on from " + Type.getType(descriptor(at)).getClassName());
      }
      Found found = find(at, step);
      if (isTheMethodItself(found, at)) {
        throw new UnresolvedException(
            "'" + step + "' is the method itself, which would call itself without end");
      }
      steps.add(found.step());
      at = found.type;
    }
    return new CompiledPath(root, rootType, steps);
  }

  private boolean isTheMethodItself(Found found, GenericType at) throws IOException {
    return found.member.name.equals(method.name)
        && found.member.descriptor.equals(method.descriptor)
        && (models.isSubtype(className, at.name()) || models.isSubtype(at.name(), className));
  }

  private int root(Path path) throws UnresolvedException {
    if (path.startsAt(Path.THIS)) {
      if (method.is(Opcodes.ACC_STATIC)) {
        throw new UnresolvedException("a static method has no this");
      }
      return CompiledPath.THIS;
    }
    if (path.startsAt(Path.RESULT)) {
      if (Type.getReturnType(method.descriptor).getSort() == Type.VOID) {
        throw new UnresolvedException("the method returns nothing");
      }
      return CompiledPath.RESULT;
    }
    int parameters = Type.getArgumentTypes(method.descriptor).length;
    if (path.startsAtPosition()) {
      int position = Integer.parseInt(path.root());
      if (position >= parameters) {
        throw new UnresolvedException(
            "there is no argument " + position + ": the method has " + parameters);
      }
      return position;
    }
    int position = parameterNames.indexOf(path.root());
    if (position < 0) {
      position = inheritedNames.indexOf(path.root());
    }
    if (position < 0 || position >= parameters) {
      throw new UnresolvedException(
          parameterNames.isEmpty()
              ? "the class file does not name its parameters: compile with -parameters or use {0}"
              : "no parameter is named '"
                  + path.root()
                  + "', only "
                  + String.join(", ", parameterNames));
    }
    return position;
  }

  private Type rootType(int root) {
    switch (root) {
      case CompiledPath.THIS:
        return Type.getObjectType(className);
      case CompiledPath.RESULT:
        return Type.getReturnType(method.descriptor);
      default:
        return Type.getArgumentTypes(method.descriptor)[root];
    }
  }

  /** The generic type of a root, its variables replaced by their bounds. */
  private GenericType typeOf(int root) throws IOException {
    Map<String, GenericType> variables = new HashMap<>();
    ClassModel own = models.of(className);
    if (own != null) {
      variables.putAll(own.parameters());
    }
    if (root == CompiledPath.THIS || method.signature == null) {
      return GenericType.of(rootType(root));
    }
    List<GenericType> arguments = new ArrayList<>();
    List<GenericType> result = new ArrayList<>();
    new SignatureReader(method.signature)
        .accept(
            new ClassModel.Parameters(variables, new ArrayList<>()) {
              @Override
              public SignatureVisitor visitParameterType() {
                return new GenericType.Reader(arguments);
              }

              @Override
              public SignatureVisitor visitReturnType() {
                return new GenericType.Reader(result);
              }
            });
    List<GenericType> types = root == CompiledPath.RESULT ? result : arguments;
    int index = Math.max(root, 0);
    boolean isComplete =
        root == CompiledPath.RESULT
            || arguments.size() == Type.getArgumentTypes(method.descriptor).length;
    return isComplete && index < types.size()
        ? bounded(types.get(index), variables)
        : GenericType.of(rootType(root));
  }

  private static GenericType bounded(GenericType type, Map<String, GenericType> variables) {
    GenericType at = type.with(variables);
    for (int depth = 0; at.isVariable() && depth < 8; depth++) {
      at = at.with(variables);
    }
    return at.isVariable() ? GenericType.OBJECT : at;
  }

  private Found find(GenericType from, String name) throws IOException, UnresolvedException {
    String capitalized =
        name.isEmpty() ? name : Character.toUpperCase(name.charAt(0)) + name.substring(1);
    Found closed = null;
    for (String sought :
        new String[] {name + "()", "get" + capitalized + "()", "is" + capitalized + "()", name}) {
      Found found = find(from, sought, 0);
      if (found != null && found.member.type().getSort() != Type.VOID) {
        if (isAccessible(found, from)) {
          return found;
        }
        closed = closed == null ? found : closed;
      }
    }
    String type = from.name().replace('/', '.');
    if (models.of(from.name()) == null) {
      throw new UnresolvedException("the class file of " + type + " cannot be found");
    }
    throw new UnresolvedException(
        closed == null
            ? type
                + " has no method "
                + name
                + "(), get"
                + capitalized
                + "() or is"
                + capitalized
                + "() that returns something, and no field "
                + name
            : closed.declaring.name().replace('/', '.')
                + "."
                + closed.member.name
                + " is not accessible to "
                + className.replace('/', '.'));
  }

  /** The member of a type or its supertypes, with its type as it is there. */
  private @Nullable Found find(GenericType in, String sought, int depth) throws IOException {
    ClassModel model = in.isClass() && depth < 64 ? models.of(in.name()) : null;
    if (model == null) {
      return null;
    }
    Map<String, GenericType> variables = variables(model, in);
    ClassModel.Member member =
        sought.endsWith("()")
            ? model.method(sought.substring(0, sought.length() - 2))
            : model.field(sought);
    if (member != null) {
      return new Found(model, member, typeOf(member, variables));
    }
    for (GenericType supertype : model.supertypes()) {
      Found found = find(supertype.with(variables), sought, depth + 1);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static Map<String, GenericType> variables(ClassModel model, GenericType as) {
    Map<String, GenericType> variables = new HashMap<>();
    int i = 0;
    for (Map.Entry<String, GenericType> parameter : model.parameters().entrySet()) {
      boolean isGiven = as.arguments().size() == model.parameters().size();
      GenericType argument = isGiven ? as.arguments().get(i++) : parameter.getValue();
      boolean isUnknown = isGiven && argument == GenericType.OBJECT;
      variables.put(
          parameter.getKey(),
          bounded(isUnknown ? parameter.getValue() : argument, model.parameters()));
    }
    return variables;
  }

  private static GenericType typeOf(ClassModel.Member member, Map<String, GenericType> variables) {
    if (member.signature == null) {
      return GenericType.of(member.type());
    }
    Map<String, GenericType> all = new HashMap<>(variables);
    List<GenericType> read = new ArrayList<>();
    if (member.isMethod()) {
      Map<String, GenericType> own = new HashMap<>();
      new SignatureReader(member.signature)
          .accept(
              new ClassModel.Parameters(own, new ArrayList<>()) {
                @Override
                public SignatureVisitor visitReturnType() {
                  return new GenericType.Reader(read);
                }
              });
      all.putAll(own);
    } else {
      new SignatureReader(member.signature).acceptType(new GenericType.Reader(read));
    }
    return read.isEmpty() ? GenericType.of(member.type()) : bounded(read.get(0), all);
  }

  private boolean isAccessible(Found found, GenericType from) throws IOException {
    ClassModel.Member member = found.member;
    if (member.is(Opcodes.ACC_PRIVATE)) {
      return found.declaring.name().equals(className);
    }
    boolean isNear = packageOf(found.declaring.name()).equals(packageOf(className));
    boolean isOwnOrInherited =
        member.is(Opcodes.ACC_PROTECTED)
            && from.name().equals(className)
            && models.isSubtype(className, found.declaring.name());
    if (!member.is(Opcodes.ACC_PUBLIC) && !isNear && !isOwnOrInherited) {
      return false;
    }
    ClassModel receiver = models.of(from.name());
    if (receiver != null && isVisible(receiver)) {
      found.owner = receiver;
    }
    return isVisible(found.owner);
  }

  private boolean isVisible(ClassModel type) {
    return type.is(Opcodes.ACC_PUBLIC) || packageOf(type.name()).equals(packageOf(className));
  }

  private static String packageOf(String internalName) {
    return internalName.substring(0, Math.max(0, internalName.lastIndexOf('/')));
  }

  private static String descriptor(GenericType type) {
    return type.isClass() ? "L" + type.name() + ";" : type.name();
  }

  /** A member, where it is declared, and the type of its value. */
  private static final class Found {

    final ClassModel declaring;
    final ClassModel.Member member;
    final GenericType type;

    /** On what the member is called: the type at hand, or the declaring one if that is hidden. */
    ClassModel owner;

    Found(ClassModel declaring, ClassModel.Member member, GenericType type) {
      this.declaring = declaring;
      this.owner = declaring;
      this.member = member;
      this.type = type;
    }

    CompiledPath.Step step() {
      boolean isInterface = owner.is(Opcodes.ACC_INTERFACE);
      int opcode = isInterface ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL;
      if (!member.isMethod()) {
        opcode = Opcodes.GETFIELD;
      } else if (member.is(Opcodes.ACC_PRIVATE)) {
        opcode = Opcodes.INVOKESPECIAL;
      }
      return new CompiledPath.Step(
          opcode, owner.name(), member.name, member.descriptor, isInterface);
    }
  }
}
