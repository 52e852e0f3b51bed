package io.elbo4j.program.distribution;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** How the gradient of an expectation passes through one random value. All are unbiased but the last two. */
public enum Strategy {
    /** The value is a function of noise and parameters, and is differentiated as such. */
    REPARAMETERISED,
    /** The value is drawn outside the graph; its derivative comes from that of the distribution function. */
    IMPLICIT,
    /** Cost × ∂ log density, over the terms downstream of the value alone. */
    SCORE_FUNCTION,
    /** The same, less the mean cost of the other particles. */
    SCORE_FUNCTION_LEAVE_ONE_OUT,
    /** The same, less a running mean of the cost, which is a parameter of the role {@code STATISTIC}. */
    SCORE_FUNCTION_RUNNING_MEAN,
    /** Every value that is possible, weighted with its probability: no variance from this one. */
    ENUMERATION,
    /** The difference of the cost at the value drawn and at its counterparts, × ∂ parameter. */
    MEASURE_VALUED,
    /** The value drawn, with the derivative of its mean. Biased; for comparison. */
    STRAIGHT_THROUGH,
    /**
     * The value drawn, with the derivative of a softmax of the same noise at temperature ½ (Jang, Gu and Poole, arXiv 1611.01144v5, straight-through). Biased; for
     * comparison.
     */
    GUMBEL_SOFTMAX;

    /** What every distribution with a log density can do. */
    static final Set<Strategy> SCORE_FUNCTIONS = Collections.unmodifiableSet(
            EnumSet.of(SCORE_FUNCTION, SCORE_FUNCTION_LEAVE_ONE_OUT, SCORE_FUNCTION_RUNNING_MEAN));

    /** Whether the cost is multiplied with the derivative of the log density. */
    public boolean isScoreFunction() {
        return SCORE_FUNCTIONS.contains(this);
    }

    /** These, and the score functions. */
    static Set<Strategy> andScoreFunctions(Strategy... first) {
        EnumSet<Strategy> all = EnumSet.copyOf(SCORE_FUNCTIONS);
        Collections.addAll(all, first);
        return Collections.unmodifiableSet(all);
    }
}
