package io.elbo4j.program;

import io.elbo4j.program.distribution.Distribution;
import io.elbo4j.program.distribution.Strategy;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A random value of a simulated program.
 *
 * @param value {@code [L, E]}
 * @param logDensity {@code [L]}
 * @param shape of its lanes
 * @param branches what it was given of the branches, for enumeration and measure-valued draws
 * @param counterparts of a measure-valued draw, each with a family for each of its numbers
 */
record Draw(
        String address,
        Distribution distribution,
        Strategy strategy,
        SDVariable value,
        SDVariable logDensity,
        LaneShape shape,
        Branches.Share branches,
        List<Distribution.MeasureValued.Counterpart> counterparts) {}
