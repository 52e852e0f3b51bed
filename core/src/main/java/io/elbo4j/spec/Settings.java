package io.elbo4j.spec;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Layers of configuration, checked against the reference. */
public final class Settings {

    private static final String FREE = "data.options";
    private static final Pattern MERGE_SHORT = Pattern.compile("(?m)^\\s*merge\\s*[=:]\\s*[\"\\w]");
    private static final Pattern MERGE_LONG = Pattern.compile("(?m)^\\s*merge\\s*([=:]?\\s*\\{|\\.)");
    private static final String HIDDEN = "(hidden)";
    private static final Pattern SECRET = Pattern.compile("(?i)secret|passw|token|credential|access.?key");
    private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/@\\s\"]+(?=@)");
    private final Config config;

    private Settings(Config config) {
        this.config = config;
    }

    /** The defaults. */
    public static Config reference() {
        return ConfigFactory.parseResources(Settings.class.getClassLoader(), "elbo4j/reference.conf");
    }

    /**
     * Reads and checks.
     *
     * @param file text of the given configuration (HOCON)
     * @param origin its name, for errors
     * @param overrides {@code key=value} texts, in rising precedence
     * @param include gives the text of a file named by {@code include "name"}
     * @throws SpecException for text that is not HOCON, unknown keys and wrong types
     */
    public static Settings of(String file, String origin, List<String> overrides, UnaryOperator<String> include) {
        Config merged = withShortForms(parse(file, origin, include));
        for (String override : overrides) {
            merged = withShortForms(parse(assignment(override), "--set " + override, include))
                    .withFallback(merged);
        }
        return checked(merged, origin);
    }

    /**
     * Reads what {@link #render} once wrote, perhaps in an earlier version: a key that is gone since then is dropped, so
     * that stored models stay readable. What a key means may change only with the version of the model's codec.
     *
     * @throws SpecException for text that is not HOCON and wrong types
     */
    public static Settings stored(String text, String origin) {
        Config config = parse(text, origin, noIncludes(origin));
        Config reference = reference();
        for (String key : keys(config)) {
            config = isKnown(key, reference) ? config : config.withoutPath(key);
        }
        return checked(config, origin);
    }

    /**
     * The keys that a text sets.
     *
     * @throws SpecException for text that is not HOCON
     */
    public static Set<String> keys(String text, String origin) {
        return keys(withShortForms(parse(text, origin, noIncludes(origin))));
    }

    private static Settings checked(Config given, String origin) {
        Config reference = reference();
        try {
            Config whole = given.withFallback(reference).resolve();
            check(whole, reference);
            return new Settings(whole);
        } catch (ConfigException e) {
            throw unreadable(origin, e);
        }
    }

    /** {@code key=value} with the value quoted where HOCON would read something else into it. */
    private static String assignment(String override) {
        int at = override.indexOf('=');
        if (at < 1) {
            throw new SpecException("settings: not an assignment: set=" + override + "; write --set key=value");
        }
        String key = override.substring(0, at).trim();
        String value = override.substring(at + 1).trim();
        boolean structured = value.startsWith("[") || value.startsWith("{") || value.startsWith("\"");
        return key + "=" + (structured ? value : ConfigUtil.quoteString(value));
    }

    private static Config parse(String text, String origin, UnaryOperator<String> include) {
        if (MERGE_SHORT.matcher(text).find() && MERGE_LONG.matcher(text).find()) {
            throw new SpecException(
                    "settings: merge is a word and a section: file=" + origin
                            + "; HOCON keeps the later of the two: write merge.rule = X beside merge.damping and merge.schedule");
        }
        try {
            return ConfigFactory.parseString(
                    text,
                    ConfigParseOptions.defaults()
                            .setSyntax(ConfigSyntax.CONF)
                            .setOriginDescription(origin)
                            .setIncluder(new Included(include)));
        } catch (ConfigException e) {
            throw unreadable(origin, e);
        }
    }

    /** Included files come from where the including one does, whatever file system that is; never from the class path. */
    private record Included(UnaryOperator<String> text) implements ConfigIncluder {

        @Override
        public ConfigObject include(ConfigIncludeContext context, String name) {
            return parse(text.apply(name), name, text).root();
        }

        @Override
        public ConfigIncluder withFallback(ConfigIncluder fallback) {
            return this;
        }
    }

    /** Reads and checks a text that includes no other. */
    public static Settings of(String file, String origin, List<String> overrides) {
        return of(file, origin, overrides, noIncludes(origin));
    }

    private static UnaryOperator<String> noIncludes(String origin) {
        return name -> {
            throw new SpecException("settings: cannot include: file=" + origin + " include=" + name
                    + "; put the settings into one file");
        };
    }

    private static SpecException unreadable(String origin, ConfigException e) {
        // A broken file may hold anything, and what it holds is in the reason: an error is one line.
        String reason = String.valueOf(e.getMessage()).replaceAll("[\\p{IsControl}\\u2028\\u2029]+", " ");
        return new SpecException("settings: cannot read: file=" + origin + " reason=" + reason
                + "; see conf/reference.conf for the form");
    }

    /** {@code merge = X} stands for {@code merge.rule = X}. */
    private static Config withShortForms(Config config) {
        if (config.hasPath("merge") && config.getValue("merge").valueType() == ConfigValueType.STRING) {
            return config.withValue("merge.rule", config.getValue("merge"));
        }
        return config;
    }

    private static void check(Config config, Config reference) {
        for (Map.Entry<String, ConfigValue> entry : config.entrySet()) {
            String key = entry.getKey();
            if (!isKnown(key, reference)) {
                throw new SpecException("settings: unknown key: key=" + key + " at="
                        + entry.getValue().origin().description() + "; did you mean "
                        + NearestName.of(key, keys(reference)) + "?");
            }
            if (reference.hasPath(key)) {
                checkType(config, key, reference.getValue(key).valueType());
            }
        }
        // A null and an empty object hide the default, and are not among the entries.
        for (String key : keys(reference)) {
            if (!config.hasPath(key)) {
                throw wrongType(key, "null", reference.getValue(key).valueType());
            }
            checkType(config, key, reference.getValue(key).valueType());
        }
    }

    private static boolean isKnown(String key, Config reference) {
        return key.startsWith(FREE + ".") || reference.hasPath(key);
    }

    private static Set<String> keys(Config config) {
        return config.entrySet().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
    }

    private static void checkType(Config config, String key, ConfigValueType expected) {
        try {
            switch (expected) {
                case NUMBER -> config.getDouble(key);
                case BOOLEAN -> config.getBoolean(key);
                case LIST -> config.getStringList(key);
                case OBJECT -> config.getConfig(key);
                default -> config.getString(key);
            }
        } catch (ConfigException.WrongType e) {
            throw wrongType(key, config.getValue(key).render(ConfigRenderOptions.concise()), expected);
        }
    }

    private static SpecException wrongType(String key, String value, ConfigValueType expected) {
        return new SpecException("settings: wrong type: key=" + key + " value=" + value + " expected="
                + expected.name().toLowerCase(Locale.ROOT) + "; see conf/reference.conf");
    }

    /** Text. */
    public String text(String key) {
        return config.getString(key);
    }

    /** A text out of a few. */
    public String choice(String key, List<String> allowed) {
        String value = text(key);
        if (!allowed.contains(value)) {
            throw new SpecException(
                    "settings: value not allowed: key=" + key + " value=" + value + "; use one of " + allowed);
        }
        return value;
    }

    /** A real number. */
    public double real(String key) {
        return config.getDouble(key);
    }

    /** A whole number of at least {@code least}. */
    public int whole(String key, int least) {
        double value = config.getDouble(key);
        if (value != Math.rint(value) || value < least || value > Integer.MAX_VALUE) {
            throw new SpecException("settings: not a whole number in range: key=" + key + " value="
                    + config.getString(key) + "; use a whole number from " + least);
        }
        return (int) value;
    }

    /** A whole number of 64 bits. */
    public long number(String key) {
        String text = text(key);
        try {
            return new BigDecimal(text).longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw new SpecException("settings: not a whole number of 64 bits: key=" + key + " value=" + text
                    + "; use one from " + Long.MIN_VALUE + " to " + Long.MAX_VALUE);
        }
    }

    /** Yes or no. */
    public boolean flag(String key) {
        return config.getBoolean(key);
    }

    /** Texts. */
    public List<String> texts(String key) {
        return config.getStringList(key);
    }

    /** Numbers above 0 and at most this. */
    public List<Double> positive(String key, double most) {
        List<Double> values = new ArrayList<>();
        for (String text : texts(key)) {
            double value = number(key, text);
            if (!(value > 0 && value <= most)) {
                throw new SpecException("settings: out of range: key=" + key + " value=" + text
                        + "; use numbers above 0 and at most " + most);
            }
            values.add(value);
        }
        return values;
    }

    /** Finite numbers from 0 up. */
    public List<Double> notNegative(String key) {
        List<Double> values = texts(key).stream().map(text -> number(key, text)).toList();
        for (double value : values) {
            if (!(value >= 0 && Double.isFinite(value))) {
                throw new SpecException(
                        "settings: out of range: key=" + key + " value=" + value + "; use finite numbers from 0 up");
            }
        }
        return values;
    }

    /** Numbers, each above the one before. */
    public List<Double> ascending(String key) {
        List<Double> values = texts(key).stream().map(text -> number(key, text)).toList();
        for (int i = 0; i < values.size(); i++) {
            if (!Double.isFinite(values.get(i)) || (i > 0 && values.get(i) <= values.get(i - 1))) {
                throw new SpecException("settings: not ascending: key=" + key + " value=" + values
                        + "; use finite numbers, each above the one before");
            }
        }
        return values;
    }

    private static double number(String key, String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new SpecException("settings: not a number: key=" + key + " value=" + text + "; use decimal numbers");
        }
    }

    /** The free-form options of a data source. */
    public Map<String, String> options() {
        Map<String, String> options = new TreeMap<>();
        if (!config.hasPath(FREE)) {
            return options;
        }
        config.getConfig(FREE)
                .entrySet()
                .forEach(entry -> options.put(
                        String.join(".", ConfigUtil.splitPath(entry.getKey())),
                        String.valueOf(entry.getValue().unwrapped())));
        return options;
    }

    /** The whole configuration as text that can be run again. */
    public String render() {
        return rendered(config);
    }

    /** Every setting by its key, in order, as short text, without what is secret. */
    public Map<String, String> shown() {
        return leaves(stored(printed(), "settings").config);
    }

    /** Those of {@link #shown} that are not the defaults. */
    public Map<String, String> changed() {
        Map<String, String> changed = shown();
        // Written and read as well, so that 10.0 and 10 are one number.
        leaves(stored(rendered(reference().resolve()), "reference.conf").config).forEach(changed::remove);
        return changed;
    }

    private static Map<String, String> leaves(Config config) {
        Map<String, String> leaves = new TreeMap<>();
        config.entrySet().forEach(entry -> leaves.put(entry.getKey(), leaf(entry.getValue())));
        return leaves;
    }

    private static String leaf(ConfigValue value) {
        return value.valueType() == ConfigValueType.STRING
                ? String.valueOf(value.unwrapped())
                : value.render(ConfigRenderOptions.concise());
    }

    /** The same for eyes: what an option's key, or a URI's form, says to be secret is not shown. */
    public String printed() {
        Config shown = config;
        for (String key : keys(config)) {
            if (SECRET.matcher(key).find()) {
                shown = shown.withValue(key, ConfigValueFactory.fromAnyRef(HIDDEN));
            }
        }
        return USER_INFO.matcher(rendered(shown)).replaceAll(HIDDEN);
    }

    private static String rendered(Config config) {
        return config.root()
                .render(ConfigRenderOptions.defaults()
                        .setOriginComments(false)
                        .setComments(false)
                        .setJson(false));
    }
}
