package io.oncegate.autoconfigure;

import io.oncegate.web.FilterArguments;
import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What holds for the whole gateway.
 *
 * @param policyUri Address of the page that tells clients what is kept and for how long; problems point to it.
 * @param storeTimeout Deadline of every single call to Redis.
 * @param defaults The filter's arguments on routes that do not set their own.
 */
@ConfigurationProperties("oncegate")
record OncegateProperties(
        @DefaultValue("/idempotency-policy") URI policyUri,
        @DefaultValue("500ms") Duration storeTimeout,
        @DefaultValue @NestedConfigurationProperty FilterArguments defaults) {}
