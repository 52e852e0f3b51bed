package io.elbo4j.spark.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.elbo4j.eval.GeneratedShape;
import io.elbo4j.eval.PredictionShape;
import io.elbo4j.models.TrainedModel;
import io.elbo4j.models.WeightShape;
import io.elbo4j.spark.io.DataException;

/**
 * The numbers behind a report's charts that no other file of the run has: {@code figures.json}. So a report needs neither the data
 * nor the model.
 *
 * @param version of the format, {@value #VERSION}
 * @param prediction on the rows that the run was judged on
 * @param weights of the posterior
 */
public record RunFigures(int version, PredictionShape prediction, WeightShape weights) {

    /** The format that is written. */
    public static final int VERSION = 1;

    /** Of a run that kept none. */
    public static final RunFigures NONE = new RunFigures(VERSION, PredictionShape.NONE, WeightShape.NONE);

    /** Its name in the run folder. */
    public static final String FILE = "figures.json";

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /** Of a model, and of what it predicted. */
    public static RunFigures of(TrainedModel<?> model, PredictionShape prediction) {
        return new RunFigures(VERSION, prediction, WeightShape.of(model));
    }

    /** As JSON. */
    public String text() {
        try {
            return JSON.writeValueAsString(this) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "figures: cannot be written: cause=" + e.getOriginalMessage() + "; this is a defect", e);
        }
    }

    /**
     * From JSON.
     *
     * @param origin of the text, for errors
     * @throws DataException when it is damaged, or of a later version
     */
    static RunFigures of(String text, String origin) {
        try {
            JsonNode tree = JSON.readTree(text);
            if (tree.path("prediction") instanceof ObjectNode prediction && !prediction.has("generated")) {
                // Written before there were models of rows.
                prediction.set("generated", JSON.valueToTree(GeneratedShape.NONE));
            }
            RunFigures figures = JSON.treeToValue(tree, RunFigures.class);
            if (figures.version() != VERSION) {
                throw new DataException("report: figures of another version: file=" + origin + " version="
                        + figures.version() + " known=" + VERSION + "; use the Elbo4j that wrote them, or a later one");
            }
            return figures;
        } catch (JsonProcessingException e) {
            throw new DataException("report: figures cannot be read: file=" + origin + " cause=\""
                    + e.getOriginalMessage() + "\"; delete the file to see the rest");
        }
    }
}
