package io.deploytelemetry.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploytelemetry.agent.bridge.BridgeSlots;
import io.deploytelemetry.agent.config.Settings;
import io.deploytelemetry.agent.model.Inventory;
import io.deploytelemetry.agent.model.LabelNames;
import io.deploytelemetry.agent.model.NoTargets;
import io.deploytelemetry.agent.model.ProbeSpec;
import io.deploytelemetry.annotations.Deployment;
import io.deploytelemetry.annotations.HealthCheck;
import io.deploytelemetry.annotations.Rollback;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeaverTest {

  private static final ClassLoader LOADER = new ClassLoader(WeaverTest.class.getClassLoader()) {};

  private final Inventory inventory = new Inventory();
  private final List<String> loaded = new ArrayList<>();

  @Test
  void methodsThatImplementAGenericOneAreMeasuredAndTheirBridgesAreNot() {
    assertThat(weave("", StringDeployer.class)).isNotNull();

    assertThat(inventory.woven())
        .extracting(ProbeSpec::descriptor)
        .containsExactly("(Ljava/lang/String;)V");
  }

  @Test
  void classThatNeitherDeclaresNorInheritsAnythingIsLeftAsItIs() {
    assertThat(weave("", Plain.class)).isNull();

    assertThat(inventory.wovenClasses()).isZero();
    assertThat(loaded).containsExactly("com/acme/Woven");
  }

  @Test
  void classThatOnlyInheritsIsLeftAsItIsWhereInheritanceIsSwitchedOff() {
    assertThat(weave("inherit=false", StringDeployer.class)).isNull();
  }

  @Test
  void twoKindsOnOneMethodAreTwoProbesAndTheClassGivesDefaults() {
    weave("environment=test", Both.class);

    assertThat(inventory.woven())
        .extracting(Object::toString)
        .allSatisfy(spec -> assertThat(spec).contains("shop", "test"))
        .hasSize(2);
  }

  @Test
  void methodThatCannotBeMeasuredIsSaidWithItsReasonAndTheOthersAreWoven() {
    weave("log.level=off", Mixed.class);

    assertThat(inventory.woven()).extracting(ProbeSpec::method).containsExactly("check");
    assertThat(inventory.skipped())
        .containsOnlyKeys("com.acme.Woven#finalize()V")
        .containsValue("finalize() belongs to the garbage collector");
  }

  @Test
  void abstractMethodIsSaidWhereWhatImplementsItIsNotMeasured() {
    weave("log.level=off,inherit=false", Mixed.class);

    assertThat(inventory.skipped()).containsKey("com.acme.Woven#abstractCheck()Z");
  }

  @Test
  void classesOfTheJdkAndOfTheAgentAreNotLookedAt() {
    Weaver weaver = weaver("");
    byte[] bytes = WovenClasses.bytes(Both.class);

    assertThat(weaver.transform(null, "com/acme/Both", null, null, bytes)).isNull();
    assertThat(weaver.transform(LOADER, "java/util/Both", null, null, bytes)).isNull();
    assertThat(weaver.transform(LOADER, "jdk/proxy1/$Proxy1", null, null, bytes)).isNull();
    assertThat(weaver.transform(LOADER, null, null, null, bytes)).isNull();
    assertThat(loaded).isEmpty();
  }

  @Test
  void classFileThatIsBrokenIsLeftAsItIsAndCounted() {
    byte[] bytes = WovenClasses.bytes(Both.class);

    byte[] woven =
        weaver("log.level=off")
            .transform(LOADER, "com/acme/Broken", null, null, Arrays.copyOf(bytes, 200));

    assertThat(woven).isNull();
    assertThat(inventory.weaveErrors()).isOne();
    assertThat(inventory.skipped()).containsOnlyKeys("com.acme.Broken");
  }

  private byte[] weave(String arguments, Class<?> type) {
    return weaver(arguments)
        .transform(LOADER, "com/acme/Woven", null, null, WovenClasses.bytes(type));
  }

  private Weaver weaver(String arguments) {
    Settings settings = Settings.read(arguments);
    return new Weaver(
        settings,
        new BridgeSlots(spec -> 0),
        inventory,
        new LabelNames(List.of()),
        new NoTargets(),
        ClassLoader.getPlatformClassLoader(),
        loaded::add);
  }

  private interface GenericDeployer<T> {
    @Deployment
    void deploy(T release);
  }

  private static class StringDeployer implements GenericDeployer<String> {
    @Override
    public void deploy(String release) {}
  }

  private static class Plain {
    void deploy() {}
  }

  @Deployment(application = "shop")
  @Rollback(application = "shop")
  private static class Both {
    @Deployment
    @Rollback
    void deploy() {}
  }

  private abstract static class Mixed {
    @HealthCheck
    boolean check() {
      return true;
    }

    @HealthCheck
    abstract boolean abstractCheck();

    @Override
    @HealthCheck
    @SuppressWarnings({"deprecation", "removal"})
    protected void finalize() {}
  }
}
