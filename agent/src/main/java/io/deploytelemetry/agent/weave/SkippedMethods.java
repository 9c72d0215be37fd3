package io.deploytelemetry.agent.weave;

import io.deploytelemetry.agent.log.Log;
import io.deploytelemetry.agent.model.Inventory;

/** Says which methods of a class are left as they are, and why. */
final class SkippedMethods implements ClassWeaver.Skipped {

  private final Inventory inventory;
  private final String className;

  SkippedMethods(Inventory inventory, String className) {
    this.inventory = inventory;
    this.className = className;
  }

  @Override
  public void skipped(String method, String reason) {
    String what = className + "#" + method;
    if (inventory.skipped(what, reason)) {
      Log.warn(what + " is not measured: " + reason);
    }
  }
}
