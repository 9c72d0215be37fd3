package com.acme.subjects;

import java.lang.management.ManagementFactory;
import javax.management.MBeanServer;
import javax.management.MBeanServerBuilder;
import javax.management.MBeanServerDelegate;

/**
 * An application that names its own builder of MBean servers as the first thing it does, or with
 * the argument {@code late} when it is told to.
 */
public final class OwnMBeanServer extends MBeanServerBuilder {

  private static boolean asked;

  public static void main(String[] args) {
    if (args.length > 0) {
      Stage.pause();
    }
    System.setProperty("javax.management.builder.initial", OwnMBeanServer.class.getName());
    OneDeployment.deploy();
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    Stage.say("own MBean server " + (server != null && asked));
    Stage.pause();
  }

  @Override
  public MBeanServer newMBeanServer(
      String defaultDomain, MBeanServer outer, MBeanServerDelegate delegate) {
    asked = true;
    return super.newMBeanServer(defaultDomain, outer, delegate);
  }
}
