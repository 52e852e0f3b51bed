package io.elbo4j.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.data.Standardisation;
import io.elbo4j.family.Posterior;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.merge.rule.Exactness;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CatalogTest {

    private static final Path CONF = Path.of("../conf");

    static Stream<Path> configurations() throws IOException {
        try (Stream<Path> files = Files.list(CONF)) {
            return files.filter(file -> file.toString().endsWith(".conf")).sorted().toList().stream();
        }
    }

    private static RunSpec spec(String file, String... overrides) {
        return RunSpec.of(Settings.of(file, "test", List.of(overrides)));
    }

    private static String included(String name) {
        try {
            return Files.readString(CONF.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TrainedModel<?> untrained(RunSpec spec, List<Integer> shape, long rows) throws IOException {
        int inputs = shape.stream().reduce(1, Math::multiplyExact);
        String dl4j = spec.network().dl4j().isEmpty()
                ? ""
                : Files.readString(CONF.resolveSibling(spec.network().dl4j()));
        List<String> names = IntStream.range(0, inputs).mapToObj(i -> "x" + i).toList();
        return TrainedModel.untrained(
                spec, new ModelInput(shape, names, 10, rows, dl4j), Standardisation.identity(inputs));
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void untrained_ofEveryConfigurationInConf_hasOneBeliefAParameter(Path file) throws IOException {
        RunSpec spec =
                RunSpec.of(Settings.of(Files.readString(file), file.toString(), List.of(), CatalogTest::included));
        boolean image = !spec.network().dl4j().isEmpty()
                || spec.network().layers().stream().anyMatch(layer -> layer.startsWith("conv2d"));
        TrainedModel<?> model = untrained(spec, image ? List.of(1, 28, 28) : List.of(64), 60_000);
        assertEquals(model.layout().dimension(), model.posterior().dimension());
        assertTrue(model.job().rounds() > 0);
        if (spec.model().name().equals("ssvi")) {
            for (Posterior component : model.posterior().components()) {
                double density = ((SparseGaussian) component).active() / (double) component.dimension();
                assertTrue(density < 0.5, "density " + density);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "model.name=map                     | rule needs variances: model.name=map train.optimiser=ivon",
                "model.name=map,train.optimiser=bgd | rule needs variances: model.name=map train.optimiser=bgd",
                "model.name=field-space,network.bias=false,train.optimiser=adam,likelihood.family=gaussian,evaluate.outOfDistribution=x | figures need classes: likelihood.family=gaussian",
                "train.estimator=closed-form        | no closed form for this model: model.name=mfvi",
                "merge=pvi,train.optimiser=adam     | sites of networks need ivon: merge.rule=pvi train.optimiser=adam",
                "merge=pvi,merge.damping=0          | out of range: merge.damping=0",
                "merge=pvi,merge.damping=half       | not a number: merge.damping=half",
                "model.name=linear-regression       | needs known Gaussian noise: likelihood.family=categorical",
                "network.layers=[dens 5]            | dens 5",
                "merge=pvi,model.name=linear-regression,likelihood.family=gaussian,model.family=mean-field,model.solver=gradient | shards solve in closed form",
                "merge=pvi,model.name=linear-regression,likelihood.family=gaussian,merge.damping=half | not a number: merge.damping=half",
                "merge=pvi,model.name=linear-regression,likelihood.family=gaussian,merge.damping=1.5 | out of range: merge.damping=1.5",
                "merge.schedule=random              | value not allowed: key=merge.schedule",
                "merge=pvi2                         | value not allowed: key=merge.rule",
                "model.allocation=unifrom           | unknown allocation: model.allocation=unifrom",
                "model.removal=best                 | unknown removal score: model.removal=best",
                "likelihood.family=poisson,evaluate.outOfDistribution=x | figures need classes: likelihood.family=poisson",
                "model.name=linear-regression,likelihood.family=gaussian,model.solver=gradient | are for the mean-field family",
                "model.name=linear-regression,likelihood.family=gaussian,network.dl4j=a.json | has no hidden layers",
                "model.name=linear-regression,likelihood.family=gaussian,network.layers=[relu] | has no hidden layers",
                "model.components=0                 | model.components",
                "model.components=2,model.name=ewc,train.optimiser=adam | no mixtures of this model: model.name=ewc model.components=2",
                "evaluate.spikeSd=[0.1]              | no weight is absent: model.name=mfvi evaluate.spikeSd=[0.1]",
                "evaluate.logitTemperature=2,likelihood.family=poisson | no logits to divide: model.name=mfvi likelihood.family=poisson",
                "evaluate.logitTemperature=2,model.name=maml | no logits to divide: model.name=maml",
                "model.components=3,evaluate.samples=2 | fewer draws than components: evaluate.samples=2 model.components=3",
            })
    void check_ofSettingsThatDoNotGoTogether_isAnErrorBeforeAnyData(String overrides, String expected) {
        RuntimeException failure =
                assertThrows(RuntimeException.class, () -> Catalog.check(spec("", overrides.split(","))));
        String message = String.valueOf(failure.getMessage());
        assertTrue(message.contains(expected), message);
        assertTrue(message.matches("(?s)[^:=]+: [^:=]+: .*; .+"), message);
    }

    @Test
    void job_withBatchesLargerThanAShard_isAnError() throws IOException {
        RunSpec spec = spec("likelihood.family = gaussian, train.batch = 10, cluster.shards = 4");
        assertTrue(untrained(spec, List.of(3), 40).job().rounds() > 0);
        RuntimeException failure = assertThrows(RuntimeException.class, () -> untrained(spec, List.of(3), 39));
        String message = String.valueOf(failure.getMessage());
        assertTrue(
                message.contains("batch larger than a shard: train.batch=10 rowsOfSmallestShard=9 cluster.shards=4"),
                message);
    }

    @Test
    void job_ofRounds_countsPassesOverTheRows() throws IOException {
        String gaussian =
                "likelihood.family = gaussian, train { batch = 5, epochs = 3 }, cluster { shards = 4, localSteps = 2 }";
        // 3 · 200 rows in steps of 20 rows are 30 steps.
        assertEquals(15, untrained(spec(gaussian), List.of(3), 200).job().rounds());
        assertEquals(
                30,
                untrained(spec(gaussian, "merge=gradient-sum"), List.of(3), 200)
                        .job()
                        .rounds());
    }

    @ParameterizedTest
    @CsvSource({
        "full,auto,synchronous,1",
        "full,1,bounded-stale,1",
        "full,auto,sequential,4",
        "full,0.5,synchronous,2000",
        "mean-field,auto,synchronous,1000",
        "mean-field,0.25,sequential,16000"
    })
    void job_ofPartitionedRegression_visitsShardsAsOftenAsSitesCanNeed(
            String family, String damping, String schedule, int rounds) throws IOException {
        RunSpec spec = spec(
                "model.name = linear-regression, likelihood.family = gaussian",
                "merge=pvi",
                "model.family=" + family,
                "merge.damping=" + damping,
                "merge.schedule=" + schedule);
        TrainedModel<?> model = untrained(spec, List.of(3), 40);
        assertEquals(rounds, model.job().rounds());
        assertEquals(model.network().layout().dimension(), model.posterior().dimension());
    }

    @Test
    void job_ofOneShardAtATime_hasAsManyRoundsAsShards() throws IOException {
        String gaussian = "likelihood.family = gaussian, merge = pvi, train { batch = 5, epochs = 3 },"
                + " cluster { shards = 4, localSteps = 2 }";
        assertEquals(15, untrained(spec(gaussian), List.of(3), 200).job().rounds());
        RunSpec sequential = spec(gaussian, "merge.schedule=sequential");
        assertEquals(60, untrained(sequential, List.of(3), 200).job().rounds());
    }

    @Test
    void promise_isThatOfTheRule() {
        assertEquals(Exactness.Kind.EXACT_AT_FIXED_POINT, promise("merge=pvi"));
        assertEquals(Exactness.Kind.EXACT_AT_FIXED_POINT, promise("merge=gradient-sum"));
        assertEquals(Exactness.Kind.APPROXIMATE, promise("merge=weighted-mean"));
        assertEquals(Exactness.Kind.APPROXIMATE, promise("merge=natural-average"));
        assertEquals(Exactness.Kind.APPROXIMATE, promise("merge=moment"));
        MergePromise linear = MergePromise.of(spec("model.name = linear-regression, likelihood.family = gaussian"));
        assertEquals(Exactness.Kind.EXACT, linear.exactness().kind());
        assertEquals("sufficient statistics", linear.merge());
    }

    private static Exactness.Kind promise(String merge) {
        return MergePromise.of(spec("", merge)).exactness().kind();
    }

    @Test
    void job_ofMap_hasPoints() throws IOException {
        RunSpec spec = spec("likelihood.family = gaussian, model.name = map, train.optimiser = adam");
        SparseGaussian posterior =
                (SparseGaussian) untrained(spec, List.of(3), 200).posterior();
        for (int k = 0; k < posterior.active(); k++) {
            assertTrue(posterior.isPoint(k));
        }
    }
}
