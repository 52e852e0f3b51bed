package io.elbo4j.models;

import io.elbo4j.codec.Codec;
import io.elbo4j.codec.CorruptModelException;
import io.elbo4j.codec.Parts;
import io.elbo4j.data.NumberedNames;
import io.elbo4j.data.Standardisation;
import io.elbo4j.data.StandardisationCodec;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.Settings;
import io.elbo4j.spec.SpecException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Stores a model whole: settings, what the data told, standardisation, and the state by its algorithm's own codec. */
public enum TrainedModelCodec implements Codec<TrainedModel<?>> {
    /** The only one. */
    INSTANCE;

    @Override
    public String kind() {
        return "trained-model";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Parts encode(TrainedModel<?> model) {
        return encoded(model);
    }

    private static <S> Parts encoded(TrainedModel<S> model) {
        ModelInput input = model.input();
        String names = input.featureNames() instanceof NumberedNames numbered ? numbered.text() : "";
        Parts parts = new Parts()
                .put("settings", model.spec().settings().render())
                .put("round", (long) model.round())
                .put("shape", input.shape().stream().mapToInt(Integer::intValue).toArray())
                .put("numberedNames", names)
                .put("featureNames", names.isEmpty() ? joined(input.featureNames()) : "")
                .put("classes", (long) input.classes())
                .put("trainingRows", input.trainingRows())
                .put("dl4j", input.dl4j());
        input.earlier().ifPresent(earlier -> parts.putAll("earlier", earlier.encode()));
        return parts.putAll("standardisation", new StandardisationCodec().encode(model.standardisation()))
                .put("stateVersion", (long) model.job().algorithm().state().version())
                .putAll("state", model.job().algorithm().state().encode(model.state()));
    }

    @Override
    public TrainedModel<?> decode(Parts parts, int version) {
        try {
            RunSpec spec = RunSpec.of(Settings.stored(parts.text("settings"), "model"));
            ModelInput input = new ModelInput(
                    Arrays.stream(parts.ints("shape")).boxed().toList(),
                    names(parts),
                    Math.toIntExact(parts.whole("classes")),
                    parts.whole("trainingRows"),
                    parts.text("dl4j"),
                    parts.has("earlier.rows")
                            ? Optional.of(EarlierBelief.decode(parts.under("earlier")))
                            : Optional.empty());
            Standardisation standardisation = new StandardisationCodec().decode(parts.under("standardisation"), 1);
            return withState(TrainedModel.untrained(spec, input, standardisation), parts);
        } catch (IllegalArgumentException | ArithmeticException | SpecException e) {
            throw new CorruptModelException("model: parts do not fit together: reason=" + e.getMessage()
                    + "; was it written by another version?");
        }
    }

    private static <S> TrainedModel<S> withState(TrainedModel<S> untrained, Parts parts) {
        S state = untrained
                .job()
                .algorithm()
                .state()
                .decode(parts.under("state"), Math.toIntExact(parts.whole("stateVersion")));
        int dimension = untrained.job().posterior().apply(state).dimension();
        int expected = untrained.posterior().dimension();
        if (dimension != expected) {
            throw new CorruptModelException("model: posterior of another size: dimension=" + dimension + " network="
                    + expected + "; settings and arrays belong to different models");
        }
        return untrained.at(state, Math.toIntExact(parts.whole("round")));
    }

    private static List<String> names(Parts parts) {
        String numbered = parts.has("numberedNames") ? parts.text("numberedNames") : "";
        return numbered.isEmpty() ? split(parts.text("featureNames")) : NumberedNames.parse(numbered);
    }

    /** One name a line; a quoted CSV header may have line ends in its names. */
    private static String joined(List<String> names) {
        return names.stream()
                .map(name -> name.replace("\\", "\\\\").replace("\n", "\\n"))
                .collect(Collectors.joining("\n"));
    }

    private static List<String> split(String text) {
        return Arrays.stream(text.split("\n", -1)).map(String::translateEscapes).toList();
    }
}
