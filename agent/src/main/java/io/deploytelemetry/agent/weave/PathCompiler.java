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

  /** Whether the method returns a stage, or suspends, and its value is there only later. */
  boolean isValueThereLater() throws IOException {
    if (method.suspend != null) {
      return true;
    }
    Type type = Type.getReturnType(method.descriptor);
    return type.getSort() == Type.OBJECT && models.isSubtype(type.getInternalName(), STAGE);
  }

  /** Compiles a path. */
  CompiledPath compile(Path path) throws IOException, UnresolvedException {
    int root = root(path);
    List<PlacedType> at = typesOf(root);
    Type rootType = rootType(root);
    List<CompiledPath.Step> steps = new ArrayList<>();
    for (String step : path.steps()) {
      GenericType first = at.get(0).type();
      if (!first.isClass()) {
        throw new UnresolvedException(
            "'" + step + "' does not lead on from " + Type.getType(first.name()).getClassName());
      }
      Found found = find(at, step);
      if (isTheMethodItself(found)) {
        throw new UnresolvedException(
            "'" + step + "' is the method itself, which would call itself without end");
      }
      steps.add(found.step(className));
      at = typesOf(found);
    }
    return new CompiledPath(root, rootType, steps);
  }

  private boolean isTheMethodItself(Found found) throws IOException {
    return found.member.name.equals(method.name)
        && found.member.descriptor.equals(method.descriptor)
        && (models.isSubtype(className, found.on) || models.isSubtype(found.on, className));
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
    int parameters = method.parameters().length;
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
                  + String.join(", ", known(parameterNames)));
    }
    return position;
  }

  private static List<String> known(List<String> names) {
    List<String> known = new ArrayList<>(names);
    known.removeIf(String::isEmpty);
    return known;
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

  /** What a root is, each of the types at once. */
  private List<PlacedType> typesOf(int root) throws IOException {
    GenericType erased = GenericType.of(rootType(root));
    if (root == CompiledPath.THIS || method.signature == null) {
      return PlacedType.of(erased);
    }
    ClassModel own = models.of(className);
    Map<String, List<PlacedType>> scope =
        own == null
            ? new HashMap<>()
            : new PlacedType(GenericType.of(Type.getObjectType(className)), new HashMap<>())
                .scopeOf(own, models);
    List<GenericType> arguments = new ArrayList<>();
    List<GenericType> result = new ArrayList<>();
    Map<String, List<GenericType>> parameters = new HashMap<>();
    new SignatureReader(method.signature)
        .accept(
            new ClassModel.Parameters(parameters, new ArrayList<>()) {
              @Override
              public SignatureVisitor visitParameterType() {
                return new GenericType.Reader(arguments);
              }

              @Override
              public SignatureVisitor visitReturnType() {
                return new GenericType.Reader(result);
              }
            });
    place(parameters, scope);
    List<GenericType> types = root == CompiledPath.RESULT ? result : arguments;
    int index = Math.max(root, 0);
    boolean isComplete =
        root == CompiledPath.RESULT
            || arguments.size() == Type.getArgumentTypes(method.descriptor).length;
    return isComplete && index < types.size()
        ? bounds(types.get(index), scope, erased)
        : PlacedType.of(erased);
  }

  /** What the value of a member is, each of the types at once. */
  private static List<PlacedType> typesOf(Found found) {
    ClassModel.Member member = found.member;
    GenericType erased = GenericType.of(member.type());
    if (member.signature == null) {
      return PlacedType.of(erased);
    }
    List<GenericType> read = new ArrayList<>();
    Map<String, List<PlacedType>> scope = new HashMap<>(found.scope);
    if (member.isMethod()) {
      Map<String, List<GenericType>> parameters = new HashMap<>();
      new SignatureReader(member.signature)
          .accept(
              new ClassModel.Parameters(parameters, new ArrayList<>()) {
                @Override
                public SignatureVisitor visitReturnType() {
                  return new GenericType.Reader(read);
                }
              });
      place(parameters, scope);
    } else {
      new SignatureReader(member.signature).acceptType(new GenericType.Reader(read));
    }
    return read.isEmpty() ? PlacedType.of(erased) : bounds(read.get(0), scope, erased);
  }

  /** Adds the type parameters of a method to what variables mean there. */
  private static void place(
      Map<String, List<GenericType>> parameters, Map<String, List<PlacedType>> scope) {
    for (Map.Entry<String, List<GenericType>> parameter : parameters.entrySet()) {
      List<PlacedType> bounds = new ArrayList<>();
      for (GenericType bound : parameter.getValue()) {
        bounds.add(new PlacedType(bound, scope));
      }
      scope.put(parameter.getKey(), bounds);
    }
  }

  private static List<PlacedType> bounds(
      GenericType type, Map<String, List<PlacedType>> scope, GenericType erased) {
    List<PlacedType> bounds = new PlacedType(type, scope).bounds();
    return bounds.isEmpty() ? PlacedType.of(erased) : bounds;
  }

  private Found find(List<PlacedType> at, String name) throws IOException, UnresolvedException {
    String capitalized =
        name.isEmpty() ? name : Character.toUpperCase(name.charAt(0)) + name.substring(1);
    Found closed = null;
    for (String sought :
        new String[] {name + "()", "get" + capitalized + "()", "is" + capitalized + "()", name}) {
      Found best = null;
      for (PlacedType from : at) {
        Found found = find(from, from.type().name(), sought, 0);
        if (found != null && found.member.type().getSort() != Type.VOID) {
          if (isAccessible(found)) {
            best = better(best, found);
          } else {
            closed = closed == null ? found : closed;
          }
        }
      }
      if (best != null) {
        return best;
      }
    }
    String type = at.get(0).type().name().replace('/', '.');
    if (models.of(at.get(0).type().name()) == null) {
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

  /**
   * The member of a type or its supertypes. A bridge knows less of its type than what it leads to,
   * which is in the same class or above.
   *
   * @param on the internal name of the class on which it is looked for
   */
  private @Nullable Found find(PlacedType in, String on, String sought, int depth)
      throws IOException {
    ClassModel model = in.type().isClass() && depth < 64 ? models.of(in.type().name()) : null;
    if (model == null) {
      return null;
    }
    Map<String, List<PlacedType>> scope = in.scopeOf(model, models);
    ClassModel.Member member =
        sought.endsWith("()")
            ? model.method(sought.substring(0, sought.length() - 2))
            : model.field(sought);
    Found best = member == null ? null : new Found(on, model, member, scope);
    if (member != null && !member.is(Opcodes.ACC_BRIDGE)) {
      return best;
    }
    Found above = null;
    for (GenericType supertype : model.supertypes()) {
      above = better(above, find(new PlacedType(supertype, scope), on, sought, depth + 1));
      if (above != null && above.isBody()) {
        return above;
      }
    }
    return above == null ? best : above;
  }

  /** Of two declarations the one that overrides the other, or has the narrower type. */
  private @Nullable Found better(@Nullable Found one, @Nullable Found other) throws IOException {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    String declaring = one.declaring.name();
    boolean isOverride =
        !other.declaring.name().equals(declaring)
            && models.isSubtype(other.declaring.name(), declaring);
    Type type = one.member.type();
    Type narrower = other.member.type();
    boolean isNarrower =
        type.getSort() == Type.OBJECT
            && narrower.getSort() == Type.OBJECT
            && !narrower.equals(type)
            && models.isSubtype(narrower.getInternalName(), type.getInternalName());
    return isOverride || isNarrower ? other : one;
  }

  private boolean isAccessible(Found found) throws IOException {
    ClassModel.Member member = found.member;
    ClassModel own = models.of(className);
    if (member.is(Opcodes.ACC_PRIVATE)) {
      return own != null && own.isOfNestOf(found.declaring);
    }
    boolean isInherited =
        member.is(Opcodes.ACC_PROTECTED) && models.isSubtype(className, found.declaring.name());
    boolean isOnOwn = isInherited && models.isSubtype(found.on, className);
    // A package of two loaders is two packages, and what the verifier finds wrong costs the class.
    boolean isNear = !isInherited && packageOf(found.declaring.name()).equals(packageOf(className));
    if (!member.is(Opcodes.ACC_PUBLIC) && !isNear && !isOnOwn) {
      return false;
    }
    ClassModel receiver = models.of(found.on);
    if (receiver != null && isVisible(receiver)) {
      found.owner = receiver;
    } else if (own != null && isOnOwn) {
      found.owner = own; // the verifier allows no protected member of a mere supertype
    }
    return isVisible(found.owner);
  }

  private boolean isVisible(ClassModel type) {
    return type.is(Opcodes.ACC_PUBLIC) || packageOf(type.name()).equals(packageOf(className));
  }

  private static String packageOf(String internalName) {
    return internalName.substring(0, Math.max(0, internalName.lastIndexOf('/')));
  }

  /** A member, where it is declared, and what variables mean there. */
  private static final class Found {

    /** The class on which it was looked for. */
    final String on;

    final ClassModel declaring;
    final ClassModel.Member member;
    final Map<String, List<PlacedType>> scope;

    /** On what the member is called: the type at hand, or the declaring one if that is hidden. */
    ClassModel owner;

    Found(
        String on,
        ClassModel declaring,
        ClassModel.Member member,
        Map<String, List<PlacedType>> scope) {
      this.on = on;
      this.declaring = declaring;
      this.owner = declaring;
      this.member = member;
      this.scope = scope;
    }

    /** Whether it is in a class and has a body: then no interface knows a narrower type of it. */
    boolean isBody() {
      return !member.is(Opcodes.ACC_ABSTRACT) && !declaring.is(Opcodes.ACC_INTERFACE);
    }

    CompiledPath.Step step(String from) {
      boolean isInterface = owner.is(Opcodes.ACC_INTERFACE);
      int opcode = isInterface ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL;
      if (!member.isMethod()) {
        opcode = Opcodes.GETFIELD;
      } else if (member.is(Opcodes.ACC_PRIVATE) && owner.name().equals(from)) {
        opcode = Opcodes.INVOKESPECIAL;
      }
      return new CompiledPath.Step(
          opcode, owner.name(), member.name, member.descriptor, isInterface);
    }
  }
}
