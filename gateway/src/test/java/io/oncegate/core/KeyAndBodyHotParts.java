package io.oncegate.core;

import java.util.List;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What is read of every request. Public, as JMH's own classes extend it. */
@State(Scope.Benchmark)
public class KeyAndBodyHotParts {

    private final List<String> bareKey = List.of("8e03978e-40d5-43dd-bc93-6894a57f9324");
    private final List<String> quotedKey = List.of("\"8e03978e-40d5-43dd-bc93-6894a57f9324\"");
    private final RequestContent content =
            new RequestContent("POST", "/api/orders", "application/json", new byte[1024]);
    private final Fingerprinting plain =
            new Fingerprinting(FingerprintMode.BODY, body -> Optional.empty(), FingerprintKey.NONE);
    private final Fingerprinting keyed =
            new Fingerprinting(FingerprintMode.BODY, body -> Optional.empty(), FingerprintKey.of(new byte[32]));

    /** A key as SDKs send it. */
    @Benchmark
    public KeyHeader parseBareKey() {
        return KeyHeader.parse(bareKey);
    }

    /** A key as the draft has it. */
    @Benchmark
    public KeyHeader parseQuotedKey() {
        return KeyHeader.parse(quotedKey);
    }

    /** Of 1 KB. */
    @Benchmark
    public Fingerprint fingerprintOfBody() {
        return plain.of(content);
    }

    /** Of 1 KB, where there is a secret. */
    @Benchmark
    public Fingerprint fingerprintOfBodyWithSecret() {
        return keyed.of(content);
    }
}
