/**
 * One way to turn a state into named arrays and back: for model folders and for the wire alike.
 *
 * <p>A model folder is {@code manifest.json} plus one little-endian file an array; it needs neither Spark nor Java
 * serialization to be read.
 */
@NullMarked
package io.elbo4j.codec;

import org.jspecify.annotations.NullMarked;
