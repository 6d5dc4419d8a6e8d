package io.oncegate.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.oncegate.core.Fingerprint;
import io.oncegate.core.FingerprintKey;
import io.oncegate.core.FingerprintMode;
import io.oncegate.core.Fingerprinting;
import io.oncegate.core.RequestContent;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What a route with {@code fingerprint: json} does besides. Public, as JMH's own classes extend it. */
@State(Scope.Benchmark)
public class JsonHotParts {

    private static final int LINES = 20;

    private final Fingerprinting json =
            new Fingerprinting(FingerprintMode.JSON, new JcsCanonicalJson(), FingerprintKey.NONE);
    private final RequestContent content =
            new RequestContent("POST", "/api/orders", "application/json", order().getBytes(UTF_8));

    /** Of 1 KB. */
    @Benchmark
    public Fingerprint fingerprintOfJson() {
        return json.of(content);
    }

    private static String order() {
        return IntStream.range(0, LINES)
                .mapToObj(i -> "{\"prodCode\":\"SKU-" + i + "\",\"amount\":\"12.50\",\"count\":" + i + "}")
                .collect(Collectors.joining(",", "{\"lines\":[", "],\"customer\":\"alice\"}"));
    }
}
