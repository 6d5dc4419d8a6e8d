package com.example.untunedgateway;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/** A gateway as it is before anybody thought of speed, to hold others against. */
@SpringBootConfiguration
@EnableAutoConfiguration
public class UntunedGateway {

    /** Runs it. */
    public static void main(String[] arguments) {
        SpringApplication.run(UntunedGateway.class, arguments);
    }
}
