package io.elbo4j.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.Settings;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergePromiseTest {

    private static final String LINEAR = "model.name=linear-regression,likelihood.family=gaussian,";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "merge=weighted-mean | merge: weighted-mean, approximate: copies drift apart in 100 local steps",
                "merge=weighted-mean,cluster.shards=1 | merge: weighted-mean, exact at fixed point: one shard",
                "merge=gradient-sum | merge: gradient-sum, exact at fixed point: the sum of shards' gradients",
                "model.name=ssvi,merge=gradient-sum | merge: gradient-sum, exact at fixed point: ",
                LINEAR + "merge=weighted-mean | merge: sufficient statistics, exact: sums over shards",
                LINEAR
                        + "merge=weighted-mean,model.family=mean-field,model.solver=gradient | merge: gradient-sum, exact at",
                LINEAR
                        + "merge=weighted-mean,model.family=mean-field,train.estimator=flipout,model.solver=gradient | merge: weighted-mean, approximate",
                LINEAR + "merge=pvi | merge: pvi, exact: a shard's site is its likelihood",
                LINEAR + "merge=pvi,merge.damping=0.2 | merge: pvi, exact at fixed point: ",
                LINEAR + "merge=pvi,model.family=mean-field | merge: pvi, exact at fixed point: sites at rest",
            })
    void text_saysWhatTheMergeGivesForThisModel(String settings, String expected) {
        RunSpec spec = RunSpec.of(Settings.of("", "test", List.of(settings.split(","))));
        Catalog.check(spec);
        String text = MergePromise.of(spec).text();
        assertTrue(text.startsWith(expected), text);
        assertEquals(
                text.contains("exact:") ? "exact" : text.contains("approx") ? "approximate" : "exact-at-fixed-point",
                MergePromise.of(spec).kind());
    }
}
