package io.elbo4j.models.si;

import io.elbo4j.density.GaussianPrior;
import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.Role;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.paper.Equation;
import io.elbo4j.update.MeanFieldState;
import io.elbo4j.update.Target;
import java.io.Serializable;

/**
 * How firmly each parameter is held after a task: by what it did for the loss, over the square of the way that it went.
 *
 * @param strength c
 * @param decay factor of the earlier tasks' precision
 * @param damping ξ
 * @param priorPrecision of weights before any task
 */
public record SynapticIntelligence(double strength, double decay, double damping, double priorPrecision)
        implements Serializable {

    /** Least precision: of what no task needs. */
    private static final double LEAST = 1e-12;

    public SynapticIntelligence {
        if (!(strength > 0 && decay > 0 && decay <= 1 && damping > 0 && priorPrecision >= 0)) {
            throw new IllegalArgumentException("si: out of range: strength=" + strength + " decay=" + decay
                    + " damping=" + damping + " priorPrecision=" + priorPrecision
                    + "; strength and damping are above 0, decay above 0 and at most 1");
        }
    }

    /**
     * What the next task starts from: normals around the points whose precision is that of the penalty, p₀ + γ(p − p₀) + 2cN·ω/(Δ² + ξ).
     *
     * @param start points before the task
     * @param target of the task, with the penalty of earlier ones as its prior
     */
    @Equation(paper = "arXiv:1703.04200v3", number = "5")
    public SparseGaussian consolidated(SparseGaussian start, MeanFieldState state, Target target) {
        SparseGaussian q = state.posterior();
        float[] contribution = PathIntegral.contribution(state);
        GaussianPrior prior = target.prior();
        float[] sd = new float[q.active()];
        for (ParameterBlock block : target.layout().blocks()) {
            boolean weight = block.role() == Role.WEIGHT;
            double before = weight ? priorPrecision : 0;
            for (int k = q.position(block.offset()); k < q.position(block.end()); k++) {
                int index = q.support()[k];
                double earlier = weight ? prior.precision(index) : prior.pointPrecision(index);
                double way = q.mean()[k] - start.mean()[k];
                double fresh = 2 * strength * target.totalRows() * Math.max(0, contribution[k]) / (way * way + damping);
                double precision = before + decay * (earlier - before) + fresh;
                sd[k] = (float) (1 / Math.sqrt(Math.max(precision, LEAST)));
            }
        }
        return new SparseGaussian(q.dimension(), q.support(), q.mean(), sd);
    }
}
