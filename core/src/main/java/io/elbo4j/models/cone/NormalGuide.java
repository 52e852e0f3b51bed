package io.elbo4j.models.cone;

import io.elbo4j.paper.Equation;
import io.elbo4j.program.Initial;
import io.elbo4j.program.Program;
import io.elbo4j.program.Trace;
import io.elbo4j.program.distribution.Normal;

/**
 * Two independent normals.
 *
 * @param startX the mean of x at the start; on the ring's axis of symmetry, 0, both sides are as good
 * @param startLogSd of both
 */
public record NormalGuide(double startX, double startLogSd) implements Program {

    @Override
    @Equation(paper = "PLDI 2024", number = "normal guide")
    public void run(Trace trace) {
        normal(trace, "x", startX);
        normal(trace, "y", 0);
    }

    private void normal(Trace trace, String address, double start) {
        trace.sample(
                address,
                new Normal(
                        trace.parameter(address + ".mean", Initial.constant(start), 1, 1),
                        trace.parameter(address + ".logSd", Initial.constant(startLogSd), 1, 1)));
    }
}
