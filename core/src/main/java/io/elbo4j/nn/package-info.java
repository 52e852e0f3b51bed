/**
 * Networks on ND4J: the only package that touches it. Specifications in, {@link io.elbo4j.density.Network}s out; no ND4J
 * type leaves, and nothing here is public but specifications and networks.
 *
 * <p>Conventions:
 *
 * <ul>
 *   <li>Shapes: B rows of a batch, F features of a row, K outputs, D parameters in one flat {@code float[]}. An image row is
 *       channels × height × width. Parameters of layer k are called {@code k.kind.part}; a dense weight is {@code [outputs,
 *       inputs]}, a convolution's {@code [outputs, inputs, height, width]}; the last dense layer is {@code output}, and the
 *       observation model's own parameter comes last.
 *   <li>Values and gradients are sums over the batch, in nats. The value is computed from the outputs in double precision by
 *       the {@link io.elbo4j.density.ObservationModel}; activations and gradients are in single precision.
 *   <li>Batch normalisation uses the moments of the batch (biased variance) wherever a gradient is asked for, and the running
 *       ones for outputs. In the place of a gradient, a running moment gets rows × (moment of the batch − running moment).
 *   <li>Weights alone are random; biases, scales and shifts are points in every mode.
 *   <li>Layer k draws from {@code key.fold(k)}; noise at counter row × outputs + output; flipout's signs of inputs and outputs
 *       from {@code fold(0)} and {@code fold(1)} below it, one for each unit or channel of a row.
 *   <li>A network is an immutable value that travels; graphs and their memory are built where they are needed, belong to one
 *       thread, and are reused from step to step.
 * </ul>
 */
@NullMarked
package io.elbo4j.nn;

import org.jspecify.annotations.NullMarked;
