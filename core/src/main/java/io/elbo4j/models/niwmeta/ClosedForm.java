package io.elbo4j.models.niwmeta;

import io.elbo4j.family.NormalInverseWishart;
import io.elbo4j.math.Key;
import io.elbo4j.paper.Equation;

/**
 * A fit and the closed form, as in training.
 *
 * @param fit of the support
 * @param prior what the belief says of a new episode
 */
public record ClosedForm(EpisodeFit fit, TestPrior prior) implements Adaptation {

    /** What a belief says of the weights of a new episode. */
    public enum TestPrior {
        /** N(m₀, V₀ / n₀): what training works with. */
        EXPECTED,
        /** The normal at the joint mode of the belief: the paper's. */
        MODE,
        /** The marginal of the belief, a Student t: wider where few episodes were seen. */
        STUDENT_T;

        /** As a normal; of the Student t its centre and scale. */
        EpisodeGaussian of(NormalInverseWishart belief) {
            return switch (this) {
                case EXPECTED -> EpisodeGaussian.expected(belief);
                case MODE -> EpisodeGaussian.atMode(belief);
                case STUDENT_T -> marginal(belief);
            };
        }

        /** The posterior of a quadratic under it. */
        EpisodeGaussian local(NormalInverseWishart belief, Quadratic quadratic) {
            Shape shape = Shape.of(belief);
            return this == STUDENT_T
                    ? underStudentT(shape, degrees(belief), of(belief), quadratic)
                    : shape.local(of(belief), quadratic);
        }
    }

    /** Rounds of weights and posterior; each lowers the divergence, and few are needed. */
    private static final int ROUNDS = 8;

    @Override
    public EpisodeGaussian posterior(NormalInverseWishart belief, TaskLikelihood support, Key key) {
        return prior.local(belief, fit.of(support, prior.of(belief), key));
    }

    @Override
    public double boundNats(NormalInverseWishart belief, TaskLikelihood support, EpisodeGaussian local, Key key) {
        return fit.of(support, prior.of(belief), key).expectedLogLik(support, local)
                - Shape.of(belief).expectedKlNats(belief, local);
    }

    /** The scale of the marginal t of n₀ − D + 1 degrees: V₀ (l₀ + 1) / (l₀ (n₀ − D + 1)). */
    private static EpisodeGaussian marginal(NormalInverseWishart belief) {
        double strength = belief.strength();
        return EpisodeGaussian.scaled(belief, (strength + 1) / (strength * degrees(belief)));
    }

    private static double degrees(NormalInverseWishart belief) {
        return belief.degrees() - (Shape.of(belief) == FullShape.INSTANCE ? belief.mean().length - 1 : 0);
    }

    /**
     * A t is a normal of random precision w · scale⁻¹, w ~ gamma(degrees / 2, degrees / 2). With q(w) independent of q(θ) both are
     * closed: E[w] = (degrees + D) / (degrees + E δᵀ scale⁻¹ δ), and θ as under a normal prior.
     */
    @Equation(paper = "arXiv:2306.09702", number = "Student-t marginal")
    private static EpisodeGaussian underStudentT(
            Shape shape, double degrees, EpisodeGaussian scale, Quadratic quadratic) {
        EpisodeGaussian local = shape.local(scale, quadratic);
        for (int round = 0; round < ROUNDS; round++) {
            local = shape.local(shape.reweighted(scale, degrees, local), quadratic);
        }
        return local;
    }
}
