package io.elbo4j.models.cone;

import io.elbo4j.paper.Equation;
import io.elbo4j.program.Initial;
import io.elbo4j.program.Marginal;
import io.elbo4j.program.Program;
import io.elbo4j.program.Trace;
import io.elbo4j.program.distribution.Normal;
import io.elbo4j.program.distribution.Uniform;
import java.util.Set;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A uniform angle, and normals around its point of the ring.
 *
 * @param startLogSd of both normals at the start
 */
public record RingGuide(double startLogSd) implements Program {

    /** With the angle summed out, by so many draws of it. */
    public Marginal marginal(int particles) {
        return new Marginal(this, Set.of("x", "y"), particles);
    }

    @Override
    @Equation(paper = "PLDI 2024", number = "ring guide")
    public void run(Trace trace) {
        SDVariable turn = trace.sample("turn", new Uniform(trace.constant(0)));
        SDVariable angle = turn.mul(2 * Math.PI);
        double radius = Math.sqrt(ConeModel.OBSERVED);
        normal(trace, "x", trace.graph().math().cos(angle).mul(radius));
        normal(trace, "y", trace.graph().math().sin(angle).mul(radius));
    }

    private void normal(Trace trace, String address, SDVariable mean) {
        SDVariable logSd = trace.parameter(address + ".logSd", Initial.constant(startLogSd), 1, 1);
        trace.sample(address, new Normal(mean, logSd));
    }
}
