package io.elbo4j.merge.rule;

/**
 * What a merge promises for a class of models.
 *
 * @param kind of promise
 * @param reason in a sentence, for reports
 */
public record Exactness(Kind kind, String reason) {

    /** How far the merged belief is that of the pooled data. */
    public enum Kind {
        /** It is the family's best for the pooled data, in one round, for any partition. */
        EXACT,
        /** Rounds that come to rest do so where inference on the pooled data would. */
        EXACT_AT_FIXED_POINT,
        /** Something else, close or not. */
        APPROXIMATE
    }

    static Exactness exact(String reason) {
        return new Exactness(Kind.EXACT, reason);
    }

    static Exactness atFixedPoint(String reason) {
        return new Exactness(Kind.EXACT_AT_FIXED_POINT, reason);
    }

    static Exactness approximate(String reason) {
        return new Exactness(Kind.APPROXIMATE, reason);
    }
}
