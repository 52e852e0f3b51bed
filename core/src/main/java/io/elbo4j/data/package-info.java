/**
 * What a worker sees: rows of numbers, no file formats.
 *
 * <p>Shapes: B rows of a batch, N rows of the whole training set, F features of a row. Arrays are row-major; an image is
 * one row of channels × height × width features.
 */
@NullMarked
package io.elbo4j.data;

import org.jspecify.annotations.NullMarked;
