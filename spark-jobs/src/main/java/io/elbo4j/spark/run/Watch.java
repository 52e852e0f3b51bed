package io.elbo4j.spark.run;

import io.elbo4j.models.TrainedModel;
import java.util.Map;

/** Who looks at a training from outside, round by round. */
interface Watch<S> {

    /**
     * Metrics on rows kept aside, beside the round's own diagnostics; none where the round is not one to be measured.
     *
     * @param limit rounds in all
     */
    Map<String, Double> measured(TrainedModel<S> model, int limit);

    /**
     * A round is over.
     *
     * @param line all of its figures
     * @param last when no other follows
     */
    void shown(int round, int limit, Map<String, Object> line, boolean last);

    /** Something that the user should know. */
    void note(String text);
}
