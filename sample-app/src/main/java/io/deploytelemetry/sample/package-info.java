/**
 * A small deployer in the GitOps manner: what the head of a git branch holds is what the nodes
 * serve.
 *
 * <p>{@link io.deploytelemetry.sample.Deployer} opens everything and repeats the turns of {@link
 * io.deploytelemetry.sample.Reconciler} on the main thread; only a deployment has a thread of its
 * own, for which it waits. What is written down about them is described in {@link
 * io.deploytelemetry.sample.History}. What shall be measured is said by annotations, and nothing
 * here measures it.
 */
package io.deploytelemetry.sample;
