/** How far a training has come, on disk: written on the way, found again after whatever has happened. */
@NullMarked
package io.elbo4j.spark.checkpoint;

import org.jspecify.annotations.NullMarked;
