package io.elbo4j.models.niwmeta;

import io.elbo4j.math.Key;

/** For one output that is linear in the own weights, with normal noise: {@link LinearRows#quadratic}. For a full belief. */
public record ExactQuadratic() implements EpisodeFit {

    @Override
    public Quadratic of(TaskLikelihood task, EpisodeGaussian prior, Key key) {
        Evidence.requireFull(prior);
        return rows(task).quadratic();
    }

    /**
     * The rows of a task.
     *
     * @throws IllegalArgumentException when outputs are not linear in the own weights with normal noise
     */
    static LinearRows rows(TaskLikelihood task) {
        return task.linear()
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                "exact fit: outputs are not linear in the own weights with"
                                        + " normal noise; give episodes the head alone and a gaussian likelihood, or fit with laplace or sgld"));
    }

    @Override
    public boolean exact() {
        return true;
    }
}
