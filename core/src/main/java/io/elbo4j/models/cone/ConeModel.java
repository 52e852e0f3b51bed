package io.elbo4j.models.cone;

import io.elbo4j.paper.Equation;
import io.elbo4j.program.Program;
import io.elbo4j.program.Trace;
import io.elbo4j.program.distribution.Normal;
import org.nd4j.autodiff.samediff.SDVariable;

/** x, y ~ N(0, 10²), and r = x² + y² seen as 5 with the sd 0.1 + r/100. */
public record ConeModel() implements Program {

    static final double OBSERVED = 5;

    @Override
    @Equation(paper = "PLDI 2024", number = "noisy cone")
    public void run(Trace trace) {
        SDVariable logTen = trace.constant(Math.log(10));
        SDVariable x = trace.sample("x", new Normal(trace.constant(0), logTen));
        SDVariable y = trace.sample("y", new Normal(trace.constant(0), logTen));
        SDVariable square = x.mul(x).add(y.mul(y));
        SDVariable sd = square.mul(0.01).add(0.1);
        trace.observe("z", Normal.ofSd(square, sd), trace.constant(OBSERVED));
    }
}
