/**
 * A small deployer in the GitOps manner: what the head of a git branch holds is what the nodes
 * serve.
 *
 * <p>{@link io.deploytelemetry.sample.Deployer} opens everything and repeats the turns of {@link
 * io.deploytelemetry.sample.Reconciler}, all on the main thread. What is written down about them is
 * described in {@link io.deploytelemetry.sample.History}.
 */
package io.deploytelemetry.sample;
