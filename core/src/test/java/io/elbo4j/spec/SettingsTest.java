package io.elbo4j.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

    private static Settings of(String file, String... overrides) {
        return Settings.of(file, "test.conf", List.of(overrides));
    }

    private static String failure(String file, String... overrides) {
        SpecException failure = assertThrows(SpecException.class, () -> RunSpec.of(of(file, overrides)));
        String message = String.valueOf(failure.getMessage());
        assertTrue(message.matches("(?s)settings: [^:=]+: .*=.*; .+"), message);
        return message;
    }

    private static void assertSays(String message, String... parts) {
        for (String part : parts) {
            assertTrue(message.contains(part), () -> "expected \"" + part + "\" in: " + message);
        }
    }

    @Test
    void of_nothing_isTheReference() {
        assertEquals("mfvi", of("").text("model.name"));
        assertEquals(4, of("").whole("cluster.shards", 1));
        assertEquals(List.of(), of("").texts("network.layers"));
    }

    @Test
    void changed_isWhatIsNotTheDefault_withoutSecrets() {
        assertEquals(Map.of(), of("").changed());
        Settings settings = of(
                "train.rounds = 7, cluster.shards = 4.0, data.options { password = hush, sep = \";\" }",
                "data.train=s3a://me:key@bucket/x");
        assertEquals(
                Map.of(
                        "train.rounds", "7",
                        "data.options.password", "(hidden)",
                        "data.options.sep", ";",
                        "data.train", "s3a://(hidden)@bucket/x"),
                settings.changed());
        assertEquals("mfvi", settings.shown().get("model.name"));
    }

    @Test
    void of_laterLayers_win() {
        String file = "seed = 2\ntrain.batch = 7\ntrain { epochs = 3 }";
        assertEquals(2, of(file).number("seed"));
        assertEquals(3, of(file, "seed=3").number("seed"));
        assertEquals(4, of(file, "seed=3", "seed=4").number("seed"));
        assertEquals(7, of(file, "train.epochs=5").whole("train.batch", 1));
        assertEquals(5, of(file, "train.epochs=5").real("train.epochs"));
    }

    @Test
    void of_lists_areReadFromOverrides() {
        String key = "network.layers";
        assertEquals(
                List.of("dense 5", "relu"),
                of("", key + "=[\"dense 5\",\"relu\"]").texts(key));
        assertEquals(
                List.of("dense 5", "relu"), of("", key + "=[dense 5, relu]").texts(key));
        assertEquals(List.of(), of(key + " = [relu]", key + "=[]").texts(key));
        assertEquals(List.of(0.5, 1.0), of("", "model.layerDensity=[0.5, 1]").positive("model.layerDensity", 1));
    }

    @Test
    void of_overrides_areTakenLiterally() {
        assertEquals("s3a://b/x=1,y.csv", of("", "data.train=s3a://b/x=1,y.csv").text("data.train"));
        assertEquals("a # b ${c}", of("", "data.label=a # b ${c}").text("data.label"));
        assertEquals("", of("data.label = y", "data.label=").text("data.label"));
    }

    @Test
    void of_merge_hasAShortForm() {
        assertEquals("gradient-sum", of("merge = gradient-sum").text("merge.rule"));
        assertEquals(
                "gradient-sum",
                of("merge.rule = weighted-mean", "merge=gradient-sum").text("merge.rule"));
        assertEquals(
                "weighted-mean",
                of("merge = gradient-sum", "merge.rule=weighted-mean").text("merge.rule"));
        assertEquals("gradient-sum", of("merge { rule = gradient-sum }").text("merge.rule"));
        assertSays(failure("merge = gradient-sum", "merge.dampng=1"), "unknown key: key=merge.dampng");
        // The later of the two would silently replace the other.
        assertSays(failure("merge = pvi\nmerge.damping = 0.3"), "merge is a word and a section: file=test.conf");
        assertSays(failure("merge { damping = 0.3 }\nmerge = \"pvi\""), "write merge.rule = X");
        assertEquals("pvi", of("merge.rule = pvi\nmerge { damping = 0.3 }").text("merge.rule"));
    }

    @Test
    void of_dataSourceOptions_areFree() {
        Settings settings = of("data.options { delimiter = \";\", deep.key = 5 }", "data.options.x=y z");
        assertEquals(Map.of("delimiter", ";", "deep.key", "5", "x", "y z"), settings.options());
        assertEquals(Map.of(), of("").options());
    }

    @Test
    void stored_ofAKeyThatIsGone_dropsItAndKeepsTheOthers() {
        Settings settings =
                Settings.stored("evaluate { bins = 10, samples = 7 }, data.options.a = b, seed = 3", "model");
        assertEquals(7, settings.whole("evaluate.samples", 1));
        assertEquals(3, settings.number("seed"));
        assertEquals(Map.of("a", "b"), settings.options());
        assertEquals(
                settings.render(), Settings.stored(settings.render(), "model").render());
        assertTrue(!settings.render().contains("bins"), settings.render());
    }

    @ParameterizedTest
    @CsvSource({
        "model.densty, model.density",
        "density, model.density",
        "train.learningrate, train.learningRate",
        "cluster.shard, cluster.shards",
        "lerningRate, train.learningRate",
        "seeds, seed",
    })
    void of_unknownKey_suggestsTheNearest(String key, String nearest) {
        assertSays(
                failure(key + " = 1"), "unknown key: key=" + key, "at=test.conf: 1", "did you mean " + nearest + "?");
        assertSays(failure("", key + "=1"), "at=--set " + key + "=1", "did you mean " + nearest + "?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "train.batch = many        | wrong type: key=train.batch value=\"many\" expected=number",
                "data.header = 3           | wrong type: key=data.header value=3 expected=boolean",
                "network.layers = dense    | wrong type: key=network.layers value=\"dense\" expected=list",
                "model.name = [ssvi]       | wrong type: key=model.name value=[\"ssvi\"] expected=string",
                "data.options = 5          | wrong type: key=data.options value=5 expected=object",
                "train = 5                 | wrong type: key=train value=5 expected=object",
                "seed = null               | wrong type: key=seed value=null expected=number",
                "model = null              | value=null",
                "seed = 1.5                | not a whole number of 64 bits: key=seed value=1.5",
                "seed = 9223372036854775808 | key=seed value=9223372036854775808",
                "train.batch = 2.5         | not a whole number in range: key=train.batch value=2.5",
                "train.batch = 0           | not a whole number in range: key=train.batch value=0",
                "cluster.shards = NaN      | key=cluster.shards value=NaN",
                "model.name = sssvi        | value not allowed: key=model.name value=sssvi",
                "model.density = 0         | out of range: key=model.density value=0",
                "model.density = 1.01      | out of range: key=model.density value=1.01",
                "model.density = NaN       | out of range: key=model.density value=NaN",
                "model.layerDensity = [0]  | out of range: key=model.layerDensity value=0",
                "model.layerDensity = [x]  | not a number: key=model.layerDensity value=x",
                "evaluate.spikeSd = [0, -1] | out of range: key=evaluate.spikeSd value=-1",
                "evaluate.spikeSd = [Infinity] | out of range: key=evaluate.spikeSd value=Infinity",
                "evaluate.logitTemperature = 0 | out of range: key=evaluate.logitTemperature value=0",
                "prior.variance = 0        | not positive: key=prior.variance",
                "prior.variance = Infinity | not positive: key=prior.variance",
                "likelihood.noiseVariance = -1 | out of range: key=likelihood.noiseVariance",
                "train.temperature = 0     | out of range: key=train.temperature",
                "data.heldOut = 1          | out of range: key=data.heldOut",
                "seed = ${missing}         | cannot read: file=test.conf reason=",
                "seed = {                  | cannot read: file=test.conf reason=",
            })
    void of_valueThatCannotBe_namesKeyAndValue(String file, String expected) {
        assertSays(failure(file), expected);
    }

    @Test
    void of_whatIsNoText_isToldInOneLine() {
        String message = failure("seed\r\u0085\u2028` = 1");
        assertSays(message, "cannot read: file=test.conf reason=");
        assertTrue(message.chars().noneMatch(c -> Character.isISOControl(c) || c == 0x2028), message);
    }

    @Test
    void of_twoNetworks_isAnError() {
        assertSays(failure("network { layers = [relu], dl4j = x.json }"), "two networks", "network.dl4j=x.json");
    }

    @Test
    void of_overrideWithoutKey_isAnError() {
        assertSays(failure("", "seed"), "not an assignment: set=seed");
        assertSays(failure("", "=3"), "not an assignment: set==3");
    }

    @Test
    void render_readAgain_isTheSame() {
        String file =
                "seed = -7, network.layers = [\"dense 5\", relu], data.options { \"a.b\" = \"x y\", c = \"${q}\" },"
                        + " data.label = \"a\\\"b\", train.learningRate = 1e-3, merge = gradient-sum";
        Settings settings = of(file);
        Settings again = of(settings.render());
        assertEquals(settings.render(), again.render());
        RunSpec spec = RunSpec.of(settings);
        RunSpec same = RunSpec.of(again);
        assertEquals(spec.data(), same.data());
        assertEquals(spec.train(), same.train());
        assertEquals(spec.cluster(), same.cluster());
        assertEquals(spec.network(), same.network());
        assertEquals(-7, same.seed());
        assertEquals("${q}", same.data().options().get("c"));
    }
}
