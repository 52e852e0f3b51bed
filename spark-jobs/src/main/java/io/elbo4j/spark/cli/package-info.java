/** The commands: they parse, wire and choose the exit code; no arithmetic. */
@NullMarked
package io.elbo4j.spark.cli;

import org.jspecify.annotations.NullMarked;
