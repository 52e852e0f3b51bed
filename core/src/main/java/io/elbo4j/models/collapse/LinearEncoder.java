package io.elbo4j.models.collapse;

import io.elbo4j.paper.Equation;
import io.elbo4j.program.Program;
import io.elbo4j.program.Trace;
import io.elbo4j.program.distribution.Normal;

/** The guide: z is normal, its mean linear in condition and output, its variances the same for all rows. */
public record LinearEncoder(CvaeSpec spec) implements Program {

    @Override
    @Equation(paper = "arXiv:2306.05023", number = "linear CVAE, q(z given x, y)")
    public void run(Trace trace) {
        trace.rows(row -> {
            CvaeRow cvae = new CvaeRow(row, spec);
            row.sample("z", new Normal(cvae.encoded(), cvae.logSd()));
        });
    }
}
