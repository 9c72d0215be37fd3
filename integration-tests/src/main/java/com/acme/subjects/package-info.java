/**
 * Small applications that run under the agent. They are Java 8, know nothing of the agent, say on
 * standard output what they did, and end when their input does.
 */
package com.acme.subjects;
