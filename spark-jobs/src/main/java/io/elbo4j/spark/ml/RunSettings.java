package io.elbo4j.spark.ml;

import io.elbo4j.models.Catalog;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.Settings;
import io.elbo4j.spec.SpecException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A run's settings, from Params.
 *
 * @param defaults of this estimator where they differ from the reference, in HOCON
 * @param byParam what Params and the estimator itself say
 */
record RunSettings(String defaults, List<Given> byParam) {

    private static final String ORIGIN = "settings";

    /** Of files and folders, which a DataFrame has not, and of trainings that learn from no table of rows. */
    private static final List<String> ELSEWHERE = List.of(
            "data.train",
            "data.trainLabels",
            "data.test",
            "data.testLabels",
            "data.format",
            "data.header",
            "data.label",
            "data.root",
            "data.options",
            "network.dl4j",
            "prior.model",
            "evaluate.outOfDistribution",
            "checkpoint",
            "retrain",
            "episodes",
            "meta",
            "stream");

    /**
     * A setting that has a place of its own.
     *
     * @param key of the reference
     * @param value as text
     * @param param that sets it; empty where the estimator does
     */
    record Given(String key, String value, String param) {}

    /**
     * All of it, with the value of the Param {@code settings}.
     *
     * @throws SpecException naming the key at fault
     */
    RunSpec spec(String settings) {
        Set<String> keys = new TreeSet<>(Settings.keys(settings, ORIGIN));
        for (String key : keys) {
            requireFree(key);
        }
        List<String> overrides = new ArrayList<>(List.of("checkpoint.everyMinutes=0"));
        byParam.forEach(given -> overrides.add(given.key() + "=" + given.value()));
        RunSpec spec = RunSpec.of(Settings.of(defaults + "\n" + settings, ORIGIN, overrides));
        Catalog.check(spec);
        return spec;
    }

    /** A refusal with the Params behind the settings that it names. */
    SpecException inParams(SpecException refusal) {
        String message = String.valueOf(refusal.getMessage());
        String params = byParam.stream()
                .filter(given -> !given.param().isEmpty() && message.contains(given.key()))
                .map(given -> given.key() + " by setting the Param " + given.param())
                .collect(Collectors.joining(", "));
        return params.isEmpty() ? refusal : new SpecException(message + "; " + params);
    }

    private void requireFree(String key) {
        for (Given given : byParam) {
            if (given.key().equals(key)) {
                throw new SpecException("settings: key has a place of its own: key=" + key + " value=" + given.value()
                        + "; "
                        + (given.param().isEmpty()
                                ? "it is what this estimator is, take another one"
                                : "set the Param " + given.param()));
            }
        }
        for (String prefix : ELSEWHERE) {
            if (key.equals(prefix) || key.startsWith(prefix + ".")) {
                throw new SpecException(
                        "settings: key says nothing to an estimator: key=" + key + "; leave it out: rows come from the"
                                + " DataFrame, an earlier model through setInitialModel");
            }
        }
    }
}
