package io.elbo4j.merge.rule;

/**
 * What a shard must infer: the distribution proportional to prior^priorPower × likelihood^likelihoodPower.
 *
 * @param priorPower share of the prior
 * @param likelihoodPower how often each row counts
 */
public record LocalTarget(double priorPower, double likelihoodPower) {

    static final LocalTarget WHOLE_PRIOR = new LocalTarget(1, 1);

    /** The share of the prior that belongs to the shard's rows: all shares make one prior. */
    static LocalTarget priorByRows(double rows, Shared shared) {
        return new LocalTarget(rows / shared.totalRows(), 1);
    }

    /** The rows counted as often as makes them N: every shard guesses the whole posterior. */
    static LocalTarget likelihoodByRows(double rows, Shared shared) {
        return new LocalTarget(1, shared.totalRows() / rows);
    }
}
