// Made from the OpenAPI document by `npm run console:types`; not to be edited.

export interface paths {
    "/v1/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Says that the API answers. */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/about": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Says which version and stage answers, what it can do, and who calls. */
        get: operations["getAbout"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the accounts that ever stored settings, in order. */
        get: operations["getAccounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/feature": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Says whether associated tag inheritance is on. */
        get: operations["getAccountsAccountIdFeature"];
        /** Turns associated tag inheritance on or off; existing tags stay. */
        put: operations["putAccountsAccountIdFeature"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/feature": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tells the switch and the rules that are set, with one version for all of it. */
        get: operations["getAccountsAccountIdSettings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Changes the switch and some rules, all of it or nothing. */
        patch: operations["patchAccountsAccountIdSettings"];
        trace?: never;
    };
    "/v1/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/rules/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Enables, modifies, disables or applies to existing resources many rules; each on its own. */
        post: operations["postAccountsAccountIdRulesBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rules/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the rules there are, in the order of the catalogue, and what is set for each. */
        get: operations["getAccountsAccountIdRules"];
        put?: never;
        /** Sets a rule that was never set. */
        post: operations["postAccountsAccountIdRules"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/rules/{settingName}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tells a rule's setting. */
        get: operations["getAccountsAccountIdRulesSettingName"];
        /** Sets or replaces a rule's setting; what the body leaves out has its default. */
        put: operations["putAccountsAccountIdRulesSettingName"];
        post?: never;
        /** Forgets a rule's setting; inherited tags stay. */
        delete: operations["deleteAccountsAccountIdRulesSettingName"];
        options?: never;
        head?: never;
        /** Changes some fields of a rule's setting; what the body leaves out stays. */
        patch: operations["patchAccountsAccountIdRulesSettingName"];
        trace?: never;
    };
    "/v1/rules/{settingName}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the account's jobs and the sweeps over all accounts, newest first. */
        get: operations["getAccountsAccountIdJobs"];
        put?: never;
        /** Starts a backfill of a rule that is on, or a sweep of the account's resources. */
        post: operations["postAccountsAccountIdJobs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/jobs/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends a job that is active; what it has done stays done. */
        post: operations["postAccountsAccountIdJobsIdCancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/jobs/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Goes on with a job that was cancelled, failed, or got stuck. */
        post: operations["postAccountsAccountIdJobsIdResume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/jobs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tells a job and how far it has come. */
        get: operations["getAccountsAccountIdJobsId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stage/jobs/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends a job of the stage that is active; what it has done stays done. */
        post: operations["postStageJobsIdCancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stage/jobs/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Goes on with a job of the stage that was cancelled, failed, or got stuck. */
        post: operations["postStageJobsIdResume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stage/jobs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tells a job of the stage and how far it has come. */
        get: operations["getStageJobsId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/resources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the resources that inherited tags or were refused some, or finds them by an id alone. A page may hold fewer than its limit. */
        get: operations["getAccountsAccountIdResources"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/resources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/resources/{arn}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists a resource's tags and where each comes from. */
        get: operations["getAccountsAccountIdResourcesArn"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/resources/{arn}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/access-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists an account's access keys of the Tag API, without their secrets. */
        get: operations["getAccountsAccountIdAccessKeys"];
        put?: never;
        /** Makes an access key of the Tag API; its secret is told this once. */
        post: operations["postAccountsAccountIdAccessKeys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/access-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/access-keys/{accessKeyId}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives an access key a new secret, told this once; the old one ends after a while. */
        post: operations["postAccountsAccountIdAccessKeysAccessKeyIdRotate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/access-keys/{accessKeyId}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/access-keys/{accessKeyId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revokes an access key at once and for ever. */
        delete: operations["deleteAccountsAccountIdAccessKeysAccessKeyId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/access-keys/{accessKeyId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Explains where a tag comes from, hop by hop, or why it is not there; all keys unless one is named. */
        get: operations["getAccountsAccountIdExplain"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/heirs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists what hangs on a resource, rule by rule, and what once inherited from it, with what comes there of its tags. A page may hold fewer than its limit. */
        get: operations["getAccountsAccountIdHeirs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/heirs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists what was done to a resource, under a rule, or in the account, newest first. A page may hold fewer entries than its limit. */
        get: operations["getAccountsAccountIdHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Counts what was set, removed, refused and contested in each hour, and how late; of the last day unless told. A call reads 2,000 entries of the history at the most; the counts of its pages add up. */
        get: operations["getAccountsAccountIdStats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/coverage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tells by rule how much the last sweep that is done looked at, how much of it was wrong, and how many tags are inherited. */
        get: operations["getAccountsAccountIdCoverage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/coverage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/contested": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the tags that are not repaired any more because somebody else kept changing them back. */
        get: operations["getAccountsAccountIdContested"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/contested": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/contested/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends the contest of a tag: it is looked at again and repaired like any other. */
        post: operations["postAccountsAccountIdContestedResume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/contested/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists who changed what of an account through this API, newest first. */
        get: operations["getAccountsAccountIdAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stage/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists who changed what belongs to no account: dead letters, events, sweeps. */
        get: operations["getStageAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes one event, or a list of at most 1000, of whatever accounts they are, and says what each touches. */
        post: operations["postEvents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes one event of an account, or a list of at most 1000, and says what each touches. */
        post: operations["postAccountsAccountIdEvents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/queue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Counts messages; all work is done when waiting and inFlight are both 0. */
        get: operations["getQueue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows some dead letters and leaves them where they are, oldest first. */
        get: operations["getDeadLetters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dead-letters/redrive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Moves dead letters back to the changes queue: all, those of a kind, or some by name. */
        post: operations["postDeadLettersRedrive"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dead-letters/discard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Throws dead letters away for good: those of a kind, some by name, or all. */
        post: operations["postDeadLettersDiscard"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/simulator/{product}/{operation}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Does an operation of the simulated cloud, by the API's own names. */
        post: operations["postAccountsAccountIdSimulatorProductOperation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/simulator/{product}/{operation}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Error: {
            /** @description stable, for programs */
            code: string;
            /** @description what was wrong, where, and what would be right */
            message: string;
            /** @description as in the logs */
            requestId: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getHealth: {
        parameters: {
            query?: {
                /** @description Account of the cloud. A local runner takes 1000000000000001 unless given; a deployed stage refuses the call. */
                accountId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "ok";
                    };
                };
            };
            /** @description Refused or failed; nothing was changed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getAbout: {
        parameters: {
            query?: {
                /** @description Account of the cloud. A local runner takes 1000000000000001 unless given; a deployed stage refuses the call. */
                accountId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        version: string;
                        /** @description of the state table */
                        schemaVersion: number;
                        stage: string;
                        isProduction: boolean;
                        /** @description empty where no cloud is set up */
                        clouds: {
                            /** @description as in the second part of its ARNs */
                            name: string;
                            isSimulated: boolean;
                        }[];
                        hasTagApi: boolean;
                        hasSimulator: boolean;
                        caller: {
                            /** @description the ARN that signed the call, or local */
                            principal: string;
                            isSigned: boolean;
                        };
                        /** @description account of calls that name none; null where each must name one */
                        defaultAccountId: string | null;
                    };
                };
            };
            /** @description Refused or failed; nothing was changed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getAccounts: {
        parameters: {
            query?: {
                /** @description items on a page */
                limit?: number;
                /** @description `next` of the page before */
                cursor?: string;
                /** @description Account of the cloud. A local runner takes 1000000000000001 unless given; a deployed stage refuses the call. */
                accountId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        accounts: {
                            accountId: string;
                            /** @enum {string} */
                            feature: "Enable" | "Disable";
                            /** @description rules that are enabled, whether the feature is on or not */
                            rulesOn: number;
                        }[];
                        /** @description cursor of the next page */
                        next: string | null;
                    };
                };
            };
            /** @description InvalidParameter.Cursor */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Refused or failed; nothing was changed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getAccountsAccountIdFeature: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "Enable" | "Disable";
                    };
                };
            };
            /** @description Refused or failed; nothing was changed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    putAccountsAccountIdFeature: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                accountId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    status: "Enable" | "Disable";
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "Enable" | "Disable";
                        /** @description true: it was so already */
                        isUnchanged: boolean;
                        /** @description the rules there are; empty when turned off */
                        manages: {
                            settingName: string;
                            primary: string;
                            associated: string;
                            /**
                             * @description rules start disabled; enabling the feature enables none
                             * @enum {string}
                             */
                            status: "Enable" | "Disable";
                        }[];
                    };
                };
            };
            /** @description Refused or failed; nothing was changed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getAccountsAccountIdSettings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description for If-Match; 0 when nothing was ever set */
                        version: number;
                        /** @enum {string} */
                        feature: "Enable" | "Disable";
                        /** @description the rules that are set, as its cloud lists them */
                        rules: {
                            /** @enum {string} */
                            settingName: "rule:AttachDisk-DetachDisk-TagInstance:Ecs-Instance:Ecs-Disk" | "rule:AttachEni-DetachEni-TagInstance:Ecs-Instance:Ecs-Eni" | "rule:AssociateEip-UnassociateEip-TagInstance:Ecs-Instance:Vpc-Eip" | "rule:CreateSnapshot-TagDisk:Ecs-Disk:Ecs-Snapshot" | "rule:CreateTopic-TagKafka:Kafka-Instance:Kafka-Topic" | "rule:CreateConsumerGroup-TagKafka:Kafka-Instance:Kafka-ConsumerGroup" | "rule:TagCluster:Cs-Cluster:Ecs-SecurityGroup" | "rule:CreateInstance-TagCluster:Cs-Cluster:Ecs-Instance" | "rule:TagCluster:Cs-Cluster:Slb-Instance" | "rule:TagCluster:Cs-Cluster:Vpc-Eip" | "rule:TagCluster:Cs-Cluster:Vpc-Natgateway" | "rule:TagCluster:Cs-Cluster:Ess-ScalingGroup" | "rule:AssociateEip-UnassociateEip-TagSlbInstance:Slb-Instance:Vpc-Eip" | "rule:UpdateLoadBalancerZones-UpdateLoadBalancerAddressTypeConfig-TagNlb:Nlb-Loadbalancer:Vpc-Eip" | "rule:UpdateLoadBalancerZones-UpdateLoadBalancerAddressTypeConfig-TagAlb:Alb-LoadBalancer:Vpc-Eip" | "rule:AssociateEipAddress-UnassociateEipAddress-TagVpc:Vpc-Natgateway:Vpc-Eip" | "rule:AssociateEip-UnassociateEip-TagEci:Eci-ContainerGroup:Vpc-Eip" | "rule:AttachVolume-DetachVolume-TagInstance:Ec2-Instance:Ec2-Volume" | "rule:AttachNetworkInterface-DetachNetworkInterface-TagInstance:Ec2-Instance:Ec2-NetworkInterface" | "rule:AssociateAddress-DisassociateAddress-TagInstance:Ec2-Instance:Ec2-ElasticIp" | "rule:CreateSnapshot-TagVolume:Ec2-Volume:Ec2-Snapshot" | "rule:CreateImage-TagInstance:Ec2-Instance:Ec2-Image" | "rule:CreateImage-TagImage:Ec2-Image:Ec2-Snapshot" | "rule:CreateNatGateway-DeleteNatGateway-TagNatGateway:Ec2-NatGateway:Ec2-ElasticIp" | "rule:LaunchInstance-AttachInstances-TagGroup:AutoScaling-Group:Ec2-Instance" | "rule:RunInstances-TagCluster:Eks-Cluster:Ec2-Instance" | "rule:CreateAutoScalingGroup-TagCluster:Eks-Cluster:AutoScaling-Group" | "rule:CreateCluster-TagCluster:Eks-Cluster:Ec2-SecurityGroup" | "rule:CreateLoadBalancer-TagCluster:Eks-Cluster:ElasticLoadBalancing-LoadBalancer" | "rule:CreateLoadBalancer-SetSubnets-TagLoadBalancer:ElasticLoadBalancing-LoadBalancer:Ec2-ElasticIp" | "rule:CreateDBSnapshot-TagDbInstance:Rds-DbInstance:Rds-DbSnapshot" | "rule:CreateDBClusterSnapshot-TagDbCluster:Rds-DbCluster:Rds-DbClusterSnapshot" | "rule:CreateDBInstance-TagDbCluster:Rds-DbCluster:Rds-DbInstance" | "rule:CreateLogGroup-TagFunction:Lambda-Function:Logs-LogGroup";
                            /** @enum {string} */
                            primary: "Ecs-Instance" | "Ecs-Disk" | "Ecs-Eni" | "Ecs-Snapshot" | "Ecs-SecurityGroup" | "Vpc-Eip" | "Vpc-Natgateway" | "Slb-Instance" | "Nlb-Loadbalancer" | "Alb-LoadBalancer" | "Kafka-Instance" | "Kafka-Topic" | "Kafka-ConsumerGroup" | "Cs-Cluster" | "Ess-ScalingGroup" | "Eci-ContainerGroup" | "Ec2-Instance" | "Ec2-Volume" | "Ec2-NetworkInterface" | "Ec2-ElasticIp" | "Ec2-Snapshot" | "Ec2-Image" | "Ec2-NatGateway" | "Ec2-SecurityGroup" | "AutoScaling-Group" | "Eks-Cluster" | "ElasticLoadBalancing-LoadBalancer" | "Rds-DbInstance" | "Rds-DbCluster" | "Rds-DbSnapshot" | "Rds-DbClusterSnapshot" | "Lambda-Function" | "Logs-LogGroup";
                            /** @enum {string} */
                            associated: "Ecs-Instance" | "Ecs-Disk" | "Ecs-Eni" | "Ecs-Snapshot" | "Ecs-SecurityGroup" | "Vpc-Eip" | "Vpc-Natgateway" | "Slb-Instance" | "Nlb-Loadbalancer" | "Alb-LoadBalancer" | "Kafka-Instance" | "Kafka-Topic" | "Kafka-ConsumerGroup" | "Cs-Cluster" | "Ess-ScalingGroup" | "Eci-ContainerGroup" | "Ec2-Instance" | "Ec2-Volume" | "Ec2-NetworkInterface" | "Ec2-ElasticIp" | "Ec2-Snapshot" | "Ec2-Image" | "Ec2-NatGateway" | "Ec2-SecurityGroup" | "AutoScaling-Group" | "Eks-Cluster" | "ElasticLoadBalancing-LoadBalancer" | "Rds-DbInstance" | "Rds-DbCluster" | "Rds-DbSnapshot" | "Rds-DbClusterSnapshot" | "Lambda-Function" | "Logs-LogGroup";
                            /** @description the product page's names of what triggers the rule */
                            triggers: string[];
                            removesOnDetach: boolean;
                            supportsExisting: boolean;
                            /** @description false: the account never set it, or deleted it */
                            isSet: boolean;
                            /** @enum {string} */
                            status: "Enable" | "Disable";
                            /** @description keys that are inherited, in order; empty means all */
                            tagKeys: string[];
                            excludedKeys: string[];
                            /** @description withheld keys that are inherited all the same */
                            letThroughKeys: string[];
                            /** @enum {string} */
                            existingStatus: "Enable" | "Disable";
                            /** @enum {string} */
                            conflictPolicy: "overwrite" | "keep";
                            restoreDisplaced: boolean;
                            /** @description for If-Match; 0 when not set */
                            version: number;
                            createdAt: string | null;
                            updatedAt: string | null;
                            /** @description null where that was not kept yet, too */
                            updatedBy?: string | null;
                        }[];
                    };
                };
            };
            /** @description Refused or failed; nothing was changed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    patchAccountsAccountIdSettings: {
        parameters: {
            query?: {
                /** @description true: write nothing and answer what would change */
                dryRun?: "true" | "false";
                /** @description with dryRun: so many resources are enough for a page */
                limit?: number;
                /** @description with dryRun: `next` of the page before */
                cursor?: string;
            };
            header?: {
                /** @description version of the settings that the change is based on, as in the ETag of an answer */
                "If-Match"?: string;
                /** @description with dryRun: text/csv or application/x-ndjson for a line per tag */
                Accept?: string;
            };
            path: {
                accountId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description stays as it is unless given
                     * @enum {string}
                     */
                    feature?: "Enable" | "Disable";
                    /**
                     * @description each as by PUT: what it leaves out has its default; rules that are not named stay
                     * @default []
                     */
                    rules?: {
                        /** @enum {string} */
                        status: "Enable" | "Disable";
                        /** @description at most 50, in the order that decides who is first when a resource is full */
                        tagKeys?: string[];
                        /** @description at most 50; a * at the end stands for any ending */
                        excludedKeys?: string[];
                        /** @description at most 10 withheld keys, such as kubernetes.io/…, to inherit all the same */
                        letThroughKeys?: string[];
                        /**
                         * @description Apply To Existing Resources; each switch to Enable starts one backfill
                         * @enum {string}
                         */
                        existingStatus?: "Enable" | "Disable";
                        /** @enum {string} */
                        conflictPolicy?: "overwrite" | "keep";
                        restoreDisplaced?: boolean;
                        settingName: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description for If-Match; 0 when nothing was ever set */
                        version: number;
                        /** @enum {string} */
                        feature: "Enable" | "Disable";
                        /** @description the rules that are set, as its cloud lists them */
                        rules: {
                            /** @enum {string} */
                            settingName: "rule:AttachDisk-DetachDisk-TagInstance:Ecs-Instance:Ecs-Disk" | "rule:AttachEni-DetachEni-TagInstance:Ecs-Instance:Ecs-Eni" | "rule:AssociateEip-UnassociateEip-TagInstance:Ecs-Instance:Vpc-Eip" | "rule:CreateSnapshot-TagDisk:Ecs-Disk:Ecs-Snapshot" | "rule:CreateTopic-TagKafka:Kafka-Instance:Kafka-Topic" | "rule:CreateConsumerGroup-TagKafka:Kafka-Instance:Kafka-ConsumerGroup" | "rule:TagCluster:Cs-Cluster:Ecs-SecurityGroup" | "rule:CreateInstance-TagCluster:Cs-Cluster:Ecs-Instance" | "rule:TagCluster:Cs-Cluster:Slb-Instance" | "rule:TagCluster:Cs-Cluster:Vpc-Eip" | "rule:TagCluster:Cs-Cluster:Vpc-Natgateway" | "rule:TagCluster:Cs-Cluster:Ess-ScalingGroup" | "rule:AssociateEip-UnassociateEip-TagSlbInstance:Slb-Instance:Vpc-Eip" | "rule:UpdateLoadBalancerZones-UpdateLoadBalancerAddressTypeConfig-TagNlb:Nlb-Loadbalancer:Vpc-Eip" | "rule:UpdateLoadBalancerZones-UpdateLoadBalancerAddressTypeConfig-TagAlb:Alb-LoadBalancer:Vpc-Eip" | "rule:AssociateEipAddress-UnassociateEipAddress-TagVpc:Vpc-Natgateway:Vpc-Eip" | "rule:AssociateEip-UnassociateEip-TagEci:Eci-ContainerGroup:Vpc-Eip" | "rule:AttachVolume-DetachVolume-TagInstance:Ec2-Instance:Ec2-Volume" | "rule:AttachNetworkInterface-DetachNetworkInterface-TagInstance:Ec2-Instance:Ec2-NetworkInterface" | "rule:AssociateAddress-DisassociateAddress-TagInstance:Ec2-Instance:Ec2-ElasticIp" | "rule:CreateSnapshot-TagVolume:Ec2-Volume:Ec2-Snapshot" | "rule:CreateImage-TagInstance:Ec2-Instance:Ec2-Image" | "rule:CreateImage-TagImage:Ec2-Image:Ec2-Snapshot" | "rule:CreateNatGateway-DeleteNatGateway-TagNatGateway:Ec2-NatGateway:Ec2-ElasticIp" | "rule:LaunchInstance-AttachInstances-TagGroup:AutoScaling-Group:Ec2-Instance" | "rule:RunInstances-TagCluster:Eks-Cluster:Ec2-Instance" | "rule:CreateAutoScalingGroup-TagCluster:Eks-Cluster:AutoScaling-Group" | "rule:CreateCluster-TagCluster:Eks-Cluster:Ec2-SecurityGroup" | "rule:CreateLoadBalancer-TagCluster:Eks-Cluster:ElasticLoadBalancing-LoadBalancer" | "rule:CreateLoadBalancer-SetSubnets-TagLoadBalancer:ElasticLoadBalancing-LoadBalancer:Ec2-ElasticIp" | "rule:CreateDBSnapshot-TagDbInstance:Rds-DbInstance:Rds-DbSnapshot" | "rule:CreateDBClusterSnapshot-TagDbCluster:Rds-DbCluster:Rds-DbClusterSnapshot" | "rule:CreateDBInstance-TagDbCluster:Rds-DbCluster:Rds-DbInstance" | "rule:CreateLogGroup-TagFunction:Lambda-Function:Logs-LogGroup";
                            /** @enum {string} */
                            primary: "Ecs-Instance" | "Ecs-Disk" | "Ecs-Eni" | "Ecs-Snapshot" | "Ecs-SecurityGroup" | "Vpc-Eip" | "Vpc-Natgateway" | "Slb-Instance" | "Nlb-Loadbalancer" | "Alb-LoadBalancer" | "Kafka-Instance" | "Kafka-Topic" | "Kafka-ConsumerGroup" | "Cs-Cluster" | "Ess-ScalingGroup" | "Eci-ContainerGroup" | "Ec2-Instance" | "Ec2-Volume" | "Ec2-NetworkInterface" | "Ec2-ElasticIp" | "Ec2-Snapshot" | "Ec2-Image" | "Ec2-NatGateway" | "Ec2-SecurityGroup" | "AutoScaling-Group" | "Eks-Cluster" | "ElasticLoadBalancing-LoadBalancer" | "Rds-DbInstance" | "Rds-DbCluster" | "Rds-DbSnapshot" | "Rds-DbClusterSnapshot" | "Lambda-Function" | "Logs-LogGroup";
                            /** @enum {string} */
                            associated: "Ecs-Instance" | "Ecs-Disk" | "Ecs-Eni" | "Ecs-Snapshot" | "Ecs-SecurityGroup" | "Vpc-Eip" | "Vpc-Natgateway" | "Slb-Instance" | "Nlb-Loadbalancer" | "Alb-LoadBalancer" | "Kafka-Instance" | "Kafka-Topic" | "Kafka-ConsumerGroup" | "Cs-Cluster" | "Ess-ScalingGroup" | "Eci-ContainerGroup" | "Ec2-Instance" | "Ec2-Volume" | "Ec2-NetworkInterface" | "Ec2-ElasticIp" | "Ec2-Snapshot" | "Ec2-Image" | "Ec2-NatGateway" | "Ec2-SecurityGroup" | "AutoScaling-Group" | "Eks-Cluster" | "ElasticLoadBalancing-LoadBalancer" | "Rds-DbInstance" | "Rds-DbCluster" | "Rds-DbSnapshot" | "Rds-DbClusterSnapshot" | "Lambda-Function" | "Logs-LogGroup";
                            /** @description the product page's names of what triggers the rule */
                            triggers: string[];
                            removesOnDetach: boolean;
                            supportsExisting: boolean;
                            /** @description false: the account never set it, or deleted it */
                            isSet: boolean;
                            /** @enum {string} */
                            status: "Enable" | "Disable";
                            /** @description keys that are inherited, in order; empty means all */
                            tagKeys: string[];
                            excludedKeys: string[];
                            /** @description withheld keys that are inherited all the same */
                            letThroughKeys: string[];
                            /** @enum {string} */
                            existingStatus: "Enable" | "Disable";
                            /** @enum {string} */
                            conflictPolicy: "overwrite" | "keep";
                            restoreDisplaced: boolean;
                            /** @description for If-Match; 0 when not set */
                            version: number;
                            createdAt: string | null;
                            updatedAt: string | null;
                            /** @description null where that was not kept yet, too */
                            updatedBy?: string | null;
                        }[];
                        /** @description true: it was so already */
                        isUnchanged: boolean;
                        /** @description backfills that the change started */
                        jobs: {
                            settingName: string;
                            jobId: string;
                        }[];
                    } | {
                        counts: {
                            /** @description resources that would be looked at */
                            resources: number;
                            /** @description resources whose tags would change */
                            changed: number;
                            set: number;
                            remove: number;
                            keep: number;
                            refuse: number;
                            /** @description tags that would no longer count as inherited, and stay */
                            close: number;
                            /** @description tags of somebody else's that would be overwritten */
                            overwrites: number;
                            /** @description tags that find no place on a full resource */
                            quotaRefusals: number;
                            /** @description calls that write tags, when each resource is written by itself */
                            cloudCalls: number;
                            /** @description resources and listings that could not be read */
                            unread: number;
                            /** @description calls that write tags, when all equal changes in one account and region go together */
                            leastCloudCalls: number;
                        };
                        /** @description what would be done to each; chains included */
                        resources: {
                            arn: string;
                            /** @description calls that write tags of this resource, and perhaps of others */
                            cloudCalls: number;
                            steps: {
                                key: string;
                                /** @enum {string} */
                                action: "set" | "remove" | "keep" | "refuse" | "close";
                                reason: string;
                                /** @description the tag after it; null when there is none */
                                value: string | null;
                                /** @description the tag now; null when there is none */
                                before: string | null;
                                /** @description what the rule asks for; null when it asks for none */
                                wanted: string | null;
                                rule: string | null;
                                /** @description the primary the value comes from */
                                from: string | null;
                            }[];
                        }[];
                        /** @description rules of a batch that would fail, and why; the rest of the plan is without them */
                        refusals: {
                            settingName: string;
                            code: string;
                            message: string;
                        }[];
                        /** @description resources, and primaries and listings whose associations could not be read, and why; the rest of the plan is without them */
                        unread: {
                            resource: string;
                            code: string;
                            message: string;
                        }[];
                        /** @description cursor of the next page; counts are those of this page */
                        next: string | null;
                    };
                };
            };
            /** @description InvalidOperation.NotActivated, InvalidParameter.SettingName, InvalidParameter.TagKey, InvalidParameter.ExistingStatus, NumberExceed.TagKeys */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PreconditionFailed */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Refused or failed; nothing was changed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    postAccountsAccountIdRulesBatch: {
        parameters: {
            query?: {
                /** @description true: write nothing and answer what would change */
                dryRun?: "true" | "false";
                /** @description with dryRun: so many resources are enough for a page */
                limit?: number;
                /** @description with dryRun: `next` of the page before */
                cursor?: string;
            };
            header?: {
                /** @description with dryRun: text/csv or application/x-ndjson for a line per tag */
                Accept?: string;
            };
            path: {
                accountId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    action: "enable" | "modify" | "disable" | "applyToExisting";
                    /** @description names of rules, or all: for applyToExisting those that support it, else every one */
                    settingNames: "all" | string[];
                    /** @description what is chosen for rules that settingNames names, the rest stays; for disable and applyToExisting only versions */
                    settings?: {
                        settingName: string;
                        /** @description as If-Match: the rule is changed only if it still has this version */
                        version?: number;
                        /** @description at most 50, in the order that decides who is first when a resource is full */
                        tagKeys?: string[];
                        /** @description at most 50; a * at the end stands for any ending */
                        excludedKeys?: string[];
                        /** @description at most 10 withheld keys, such as kubernetes.io/…, to inherit all the same */
                        letThroughKeys?: string[];
                        /**
                         * @description Apply To Existing Resources; each switch to Enable starts one backfill
                         * @enum {string}
                         */
                        existingStatus?: "Enable" | "Disable";
                        /** @enum {string} */
                        conflictPolicy?: "overwrite" | "keep";
                        restoreDisplaced?: boolean;
                    }[];
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        results: {
                            settingName: string;
                            /**
                             * @description unchanged: it was so already; message says how
                             * @enum {string}
                             */
                            status: "done" | "unchanged" | "failed";
                            rule?: {
                                /** @enum {string} */
                                settingName: "rule:AttachDisk-DetachDisk-TagInstance:Ecs-Instance:Ecs-Disk" | "rule:AttachEni-DetachEni-TagInstance:Ecs-Instance:Ecs-Eni" | "rule:AssociateEip-UnassociateEip-TagInstance:Ecs-Instance:Vpc-Eip" | "rule:CreateSnapshot-TagDisk:Ecs-Disk:Ecs-Snapshot" | "rule:CreateTopic-TagKafka:Kafka-Instance:Kafka-Topic" | "rule:CreateConsumerGroup-TagKafka:Kafka-Instance:Kafka-ConsumerGroup" | "rule:TagCluster:Cs-Cluster:Ecs-SecurityGroup" | "rule:CreateInstance-TagCluster:Cs-Cluster:Ecs-Instance" | "rule:TagCluster:Cs-Cluster:Slb-Instance" | "rule:TagCluster:Cs-Cluster:Vpc-Eip" | "rule:TagCluster:Cs-Cluster:Vpc-Natgateway" | "rule:TagCluster:Cs-Cluster:Ess-ScalingGroup" | "rule:AssociateEip-UnassociateEip-TagSlbInstance:Slb-Instance:Vpc-Eip" | "rule:UpdateLoadBalancerZones-UpdateLoadBalancerAddressTypeConfig-TagNlb:Nlb-Loadbalancer:Vpc-Eip" | "rule:UpdateLoadBalancerZones-UpdateLoadBalancerAddressTypeConfig-TagAlb:Alb-LoadBalancer:Vpc-Eip" | "rule:AssociateEipAddress-UnassociateEipAddress-TagVpc:Vpc-Natgateway:Vpc-Eip" | "rule:AssociateEip-UnassociateEip-TagEci:Eci-ContainerGroup:Vpc-Eip" | "rule:AttachVolume-DetachVolume-TagInstance:Ec2-Instance:Ec2-Volume" | "rule:AttachNetworkInterface-DetachNetworkInterface-TagInstance:Ec2-Instance:Ec2-NetworkInterface" | "rule:AssociateAddress-DisassociateAddress-TagInstance:Ec2-Instance:Ec2-ElasticIp" | "rule:CreateSnapshot-TagVolume:Ec2-Volume:Ec2-Snapshot" | "rule:CreateImage-TagInstance:Ec2-Instance:Ec2-Image" | "rule:CreateImage-TagImage:Ec2-Image:Ec2-Snapshot" | "rule:CreateNatGateway-DeleteNatGateway-TagNatGateway:Ec2-NatGateway:Ec2-ElasticIp" | "rule:LaunchInstance-AttachInstances-TagGroup:AutoScaling-Group:Ec2-Instance" | "rule:RunInstances-TagCluster:Eks-Cluster:Ec2-Instance" | "rule:CreateAutoScalingGroup-TagCluster:Eks-Cluster:AutoScaling-Group" | "rule:CreateCluster-TagCluster:Eks-Cluster:Ec2-SecurityGroup" | "rule:CreateLoadBalancer-TagCluster:Eks-Cluster:ElasticLoadBalancing-LoadBalancer" | "rule:CreateLoadBalancer-SetSubnets-TagLoadBalancer:ElasticLoadBalancing-LoadBalancer:Ec2-ElasticIp" | "rule:CreateDBSnapshot-TagDbInstance:Rds-DbInstance:Rds-DbSnapshot" | "rule:CreateDBClusterSnapshot-TagDbCluster:Rds-DbCluster:Rds-DbClusterSnapshot" | "rule:CreateDBInstance-TagDbCluster:Rds-DbCluster:Rds-DbInstance" | "rule:CreateLogGroup-TagFunction:Lambda-Function:Logs-LogGroup";
                                /** @enum {string} */
                                primary: "Ecs-Instance" | "Ecs-Disk" | "Ecs-Eni" | "Ecs-Snapshot" | "Ecs-SecurityGroup" | "Vpc-Eip" | "Vpc-Natgateway" | "Slb-Instance" | "Nlb-Loadbalancer" | "Alb-LoadBalancer" | "Kafka-Instance" | "Kafka-Topic" | "Kafka-ConsumerGroup" | "Cs-Cluster" | "Ess-ScalingGroup" | "Eci-ContainerGroup" | "Ec2-Instance" | "Ec2-Volume" | "Ec2-NetworkInterface" | "Ec2-ElasticIp" | "Ec2-Snapshot" | "Ec2-Image" | "Ec2-NatGateway" | "Ec2-SecurityGroup" | "AutoScaling-Group" | "Eks-Cluster" | "ElasticLoadBalancing-LoadBalancer" | "Rds-DbInstance" | "Rds-DbCluster" | "Rds-DbSnapshot" | "Rds-DbClusterSnapshot" | "Lambda-Function" | "Logs-LogGroup";
                                /** @enum {string} */
                                associated: "Ecs-Instance" | "Ecs-Disk" | "Ecs-Eni" | "Ecs-Snapshot" | "Ecs-SecurityGroup" | "Vpc-Eip" | "Vpc-Natgateway" | "Slb-Instance" | "Nlb-Loadbalancer" | "Alb-LoadBalancer" | "Kafka-Instance" | "Kafka-Topic" | "Kafka-ConsumerGroup" | "Cs-Cluster" | "Ess-ScalingGroup" | "Eci-ContainerGroup" | "Ec2-Instance" | "Ec2-Volume" | "Ec2-NetworkInterface" | "Ec2-ElasticIp" | "Ec2-Snapshot" | "Ec2-Image" | "Ec2-NatGateway" | "Ec2-SecurityGroup" | "AutoScaling-Group" | "Eks-Cluster" | "ElasticLoadBalancing-LoadBalancer" | "Rds-DbInstance" | "Rds-DbCluster" | "Rds-DbSnapshot" | "Rds-DbClusterSnapshot" | "Lambda-Function" | "Logs-LogGroup";
                                /** @description the product page's names of what triggers the rule */
                                triggers: string[];
                                removesOnDetach: boolean;
                                supportsExisting: boolean;
                                /** @description false: the account never set it, or deleted it */
                                isSet: boolean;
                                /** @enum {string} */
                                status: "Enable" | "Disable";
                                /** @description keys that are inherited, in order; empty means all */
                                tagKeys: string[];
                                excludedKeys: string[];
                                /** @description withheld keys that are inherited all the same */
                                letThroughKeys: string[];
                                /** @enum {string} */
                                existingStatus: "Enable" | "Disable";
                                /** @enum {string} */
                                conflictPolicy: "overwrite" | "keep";
                                restoreDisplaced: boolean;
                                /** @description for If-Match; 0 when not set */
                                version: number;
                                createdAt: string | null;
                                updatedAt: string | null;
                                /** @description null where that was not kept yet, too */
                                updatedBy?: string | null;
                            };
                            /** @description the backfill that this started, or that is doing the same already */
                            jobId?: string | null;
                            code?: string;
                            message?: string;
                        }[];
                    } | {
                        counts: {
                            /** @description resources that would be looked at */
                            resources: number;
                            /** @description resources whose tags would change */
                            changed: number;
                            set: number;
                            remove: number;
                            keep: number;
                            refuse: number;
                            /** @description tags that would no longer count as inherited, and stay */
                            close: number;
                            /** @description tags of somebody else's that would be overwritten */
                            overwrites: number;
                            /** @description tags that find no place on a full resource */
                            quotaRefusals: number;
                            /** @description calls that write tags, when each resource is written by itself */
                            cloudCalls: number;
                            /** @description resources and listings that could not be read */
                            unread: number;
                            /** @description calls that write tags, when all equal changes in one account and region go together */
                            leastCloudCalls: number;
                        };
                        /** @description what would be done to each; chains included */
                        resources: {
                            arn: string;
                            /** @description calls that write tags of this resource, and perhaps of others */
                            cloudCalls: number;
                            steps: {
                                key: string;
                                /** @enum {string} */
                                action: "set" | "remove" | "keep" | "refuse" | "close";
                                reason: string;
                                /** @description the tag after it; null when there is none */
                                value: string | null;
                                /** @description the tag now; null when there is none */
                                before: string | null;
                                /** @description what the rule asks for; null when it asks for none */
                                wanted: string | null;
                                rule: string | null;
                                /** @description the primary the value comes from */
                                from: string | null;
                            }[];
                        }[];
                        /** @description rules of a batch that would fail, and why; the rest of the plan is without them */
                        refusals: {
                            settingName: string;
                            code: string;
                            message: string;
                        }[];
                        /** @description resources, and primaries and listings whose associations could not be read, and why; the rest of the plan is without them */
                        unread: {
                            resource: string;
                            code: string;
                            message: string;
                        }[];
                        /** @description cursor of the next page; counts are those of this page */
                        next: string | null;
                    };
                };
            };
            /** @description Refused or failed; nothing was changed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getAccountsAccountIdRules: {
        parameters: {
            query?: {
                status?: "Enable" | "Disable";
                /** @description primary or associated type */
                type?: "Ecs-Instance" | "Ecs-Disk" | "Ecs-Eni" | "Ecs-Snapshot" | "Ecs-SecurityGroup" | "Vpc-Eip" | "Vpc-Natgateway" | "Slb-Instance" | "Nlb-Loadbalancer" | "Alb-LoadBalancer" | "Kafka-Instance" | "Kafka-Topic" | "Kafka-ConsumerGroup" | "Cs-Cluster" | "Ess-ScalingGroup" | "Eci-ContainerGroup" | "Ec2-Instance" | "Ec2-Volume" | "Ec2-NetworkInterface" | "Ec2-ElasticIp" | "Ec2-Snapshot" | "Ec2-Image" | "Ec2-NatGateway" | "Ec2-SecurityGroup" | "AutoScaling-Group" | "Eks-Cluster" | "ElasticLoadBalancing-LoadBalancer" | "Rds-DbInstance" | "Rds-DbCluster" | "Rds-DbSnapshot" | "Rds-DbClusterSnapshot" | "Lambda-Function" | "Logs-LogGroup";
                /** @description items on a page */
                limit?: number;
                /** @description `next` of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rules: {
                            /** @enum {string} */
                            settingName: "rule:AttachDisk-DetachDisk-TagInstance:Ecs-Instance:Ecs-Disk" | "rule:AttachEni-DetachEni-TagInstance:Ecs-Instance:Ecs-Eni" | "rule:AssociateEip-UnassociateEip-TagInstance:Ecs-Instance:Vpc-Eip" | "rule:CreateSnapshot-TagDisk:Ecs-Disk:Ecs-Snapshot" | "rule:CreateTopic-TagKafka:Kafka-Instance:Kafka-Topic" | "rule:CreateConsumerGroup-TagKafka:Kafka-Instance:Kafka-ConsumerGroup" | "rule:TagCluster:Cs-Cluster:Ecs-SecurityGroup" | "rule:CreateInstance-TagCluster:Cs-Cluster:Ecs-Instance" | "rule:TagCluster:Cs-Cluster:Slb-Instance" | "rule:TagCluster:Cs-Cluster:Vpc-Eip" | "rule:TagCluster:Cs-Cluster:Vpc-Natgateway" | "rule:TagCluster:Cs-Cluster:Ess-ScalingGroup" | "rule:AssociateEip-UnassociateEip-TagSlbInstance:Slb-Instance:Vpc-Eip" | "rule:UpdateLoadBalancerZones-UpdateLoadBalancerAddressTypeConfig-TagNlb:Nlb-Loadbalancer:Vpc-Eip" | "rule:UpdateLoadBalancerZones-UpdateLoadBalancerAddressTypeConfig-TagAlb:Alb-LoadBalancer:Vpc-Eip" | "rule:AssociateEipAddress-UnassociateEipAddress-TagVpc:Vpc-Natgateway:Vpc-Eip" | "rule:AssociateEip-UnassociateEip-TagEci:Eci-ContainerGroup:Vpc-Eip" | "rule:AttachVolume-DetachVolume-TagInstance:Ec2-Instance:Ec2-Volume" | "rule:AttachNetworkInterface-DetachNetworkInterface-TagInstance:Ec2-Instance:Ec2-NetworkInterface" | "rule:AssociateAddress-DisassociateAddress-TagInstance:Ec2-Instance:Ec2-ElasticIp" | "rule:CreateSnapshot-TagVolume:Ec2-Volume:Ec2-Snapshot" | "rule:CreateImage-TagInstance:Ec2-Instance:Ec2-Image" | "rule:CreateImage-TagImage:Ec2-Image:Ec2-Snapshot" | "rule:CreateNatGateway-DeleteNatGateway-TagNatGateway:Ec2-NatGateway:Ec2-ElasticIp" | "rule:LaunchInstance-AttachInstances-TagGroup:AutoScaling-Group:Ec2-Instance" | "rule:RunInstances-TagCluster:Eks-Cluster:Ec2-Instance" | "rule:CreateAutoScalingGroup-TagCluster:Eks-Cluster:AutoScaling-Group" | "rule:CreateCluster-TagCluster:Eks-Cluster:Ec2-SecurityGroup" | "rule:CreateLoadBalancer-TagCluster:Eks-Cluster:ElasticLoadBalancing-LoadBalancer" | "rule:CreateLoadBalancer-SetSubnets-TagLoadBalancer:ElasticLoadBalancing-LoadBalancer:Ec2-ElasticIp" | "rule:CreateDBSnapshot-TagDbInstance:Rds-DbInstance:Rds-DbSnapshot" | "rule:CreateDBClusterSnapshot-TagDbCluster:Rds-DbCluster:Rds-DbClusterSnapshot" | "rule:CreateDBInstance-TagDbCluster:Rds-DbCluster:Rds-DbInstance" | "rule:CreateLogGroup-TagFunction:Lambda-Function:Logs-LogGroup";
                            /** @enum {string} */
                            primary: "Ecs-Instance" | "Ecs-Disk" | "Ecs-Eni" | "Ecs-Snapshot" | "Ecs-SecurityGroup" | "Vpc-Eip" | "Vpc-Natgateway" | "Slb-Instance" | "Nlb-Loadbalancer" | "Alb-LoadBalancer" | "Kafka-Instance" | "Kafka-Topic" | "Kafka-ConsumerGroup" | "Cs-Cluster" | "Ess-ScalingGroup" | "Eci-ContainerGroup" | "Ec2-Instance" | "Ec2-Volume" | "Ec2-NetworkInterface" | "Ec2-ElasticIp" | "Ec2-Snapshot" | "Ec2-Image" | "Ec2-NatGateway" | "Ec2-SecurityGroup" | "AutoScaling-Group" | "Eks-Cluster" | "ElasticLoadBalancing-LoadBalancer" | "Rds-DbInstance" | "Rds-DbCluster" | "Rds-DbSnapshot" | "Rds-DbClusterSnapshot" | "Lambda-Function" | "Logs-LogGroup";
                            /** @enum {string} */
                            associated: "Ecs-Instance" | "Ecs-Disk" | "Ecs-Eni" | "Ecs-Snapshot" | "Ecs-SecurityGroup" | "Vpc-Eip" | "Vpc-Natgateway" | "Slb-Instance" | "Nlb-Loadbalancer" | "Alb-LoadBalancer" | "Kafka-Instance" | "Kafka-Topic" | "Kafka-ConsumerGroup" | "Cs-Cluster" | "Ess-ScalingGroup" | "Eci-ContainerGroup" | "Ec2-Instance" | "Ec2-Volume" | "Ec2-NetworkInterface" | "Ec2-ElasticIp" | "Ec2-Snapshot" | "Ec2-Image" | "Ec2-NatGateway" | "Ec2-SecurityGroup" | "AutoScaling-Group" | "Eks-Cluster" | "ElasticLoadBalancing-LoadBalancer" | "Rds-DbInstance" | "Rds-DbCluster" | "Rds-DbSnapshot" | "Rds-DbClusterSnapshot" | "Lambda-Function" | "Logs-LogGroup";
                            /** @description the product page's names of what triggers the rule */
                            triggers: string[];
                            removesOnDetach: boolean;
                            supportsExisting: boolean;
                            /** @description false: the account never set it, or deleted it */
                            isSet: boolean;
                            /** @enum {string} */
                            status: "Enable" | "Disable";
                            /** @description keys that are inherited, in order; empty means all */
                            tagKeys: string[];
                            excludedKeys: string[];
                            /** @description withheld keys that are inherited all the same */
                            letThroughKeys: string[];
                            /** @enum {string} */
                            existingStatus: "Enable" | "Disable";
                            /** @enum {string} */
                            conflictPolicy: "overwrite" | "keep";
                            restoreDisplaced: boolean;
                            /** @description for If-Match; 0 when not set */
                            version: number;
                            createdAt: string | null;
                            updatedAt: string | null;
                            /** @description null where that was not kept yet, too */
                            updatedBy?: string | null;
                        }[];
                        /** @description cursor of the next page */
                        next: string | null;
                    };
                };
            };
            /** @description InvalidParameter.Cursor */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Refused or failed; nothing was changed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    postAccountsAccountIdRules: {
        parameters: {
            query?: {
                /** @description true: write nothing and answer what would change */
                dryRun?: "true" | "false";
                /** @description with dryRun: so many resources are enough for a page */
                limit?: number;
                /** @description with dryRun: `next` of the page before */
                cursor?: string;
            };
            header?: {
                /** @description with dryRun: text/csv or application/x-ndjson for a line per tag */
                Accept?: string;
            };
            path: {
                accountId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    status: "Enable" | "Disable";
                    /** @description at most 50, in the order that decides who is first when a resource is full */
                    tagKeys?: string[];
                    /** @description at most 50; a * at the end stands for any ending */
                    excludedKeys?: string[];
                    /** @description at most 10 withheld keys, such as kubernetes.io/…, to inherit all the same */
                    letThroughKeys?: string[];
                    /**
                     * @description Apply To Existing Resources; each switch to Enable starts one backfill
                     * @enum {string}
                     */
                    existingStatus?: "Enable" | "Disable";
                    /** @enum {string} */
                    conflictPolicy?: "overwrite" | "keep";
                    restoreDisplaced?: boolean;
                    settingName: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        settingName: "rule:AttachDisk-DetachDisk-TagInstance:Ecs-Instance:Ecs-Disk" | "rule:AttachEni-DetachEni-TagInstance:Ecs-Instance:Ecs-Eni" | "rule:AssociateEip-UnassociateEip-TagInstance:Ecs-Instance:Vpc-Eip" | "rule:CreateSnapshot-TagDisk:Ecs-Disk:Ecs-Snapshot" | "rule:CreateTopic-TagKafka:Kafka-Instance:Kafka-Topic" | "rule:CreateConsumerGroup-TagKafka:Kafka-Instance:Kafka-ConsumerGroup" | "rule:TagCluster:Cs-Cluster:Ecs-SecurityGroup" | "rule:CreateInstance-TagCluster:Cs-Cluster:Ecs-Instance" | "rule:TagCluster:Cs-Cluster:Slb-Instance" | "rule:TagCluster:Cs-Cluster:Vpc-Eip" | "rule:TagCluster:Cs-Cluster:Vpc-Natgateway" | "rule:TagCluster:Cs-Cluster:Ess-ScalingGroup" | "rule:AssociateEip-UnassociateEip-TagSlbInstance:Slb-Instance:Vpc-Eip" | "rule:UpdateLoadBalancerZones-UpdateLoadBalancerAddressTypeConfig-TagNlb:Nlb-Loadbalancer:Vpc-Eip" | "rule:UpdateLoadBalancerZones-UpdateLoadBalancerAddressTypeConfig-TagAlb:Alb-LoadBalancer:Vpc-Eip" | "rule:AssociateEipAddress-UnassociateEipAddress-TagVpc:Vpc-Natgateway:Vpc-Eip" | "rule:AssociateEip-UnassociateEip-TagEci:Eci-ContainerGroup:Vpc-Eip" | "rule:AttachVolume-DetachVolume-TagInstance:Ec2-Instance:Ec2-Volume" | "rule:AttachNetworkInterface-DetachNetworkInterface-TagInstance:Ec2-Instance:Ec2-NetworkInterface" | "rule:AssociateAddress-DisassociateAddress-TagInstance:Ec2-Instance:Ec2-ElasticIp" | "rule:CreateSnapshot-TagVolume:Ec2-Volume:Ec2-Snapshot" | "rule:CreateImage-TagInstance:Ec2-Instance:Ec2-Image" | "rule:CreateImage-TagImage:Ec2-Image:Ec2-Snapshot" | "rule:CreateNatGateway-DeleteNatGateway-TagNatGateway:Ec2-NatGateway:Ec2-ElasticIp" | "rule:LaunchInstance-AttachInstances-TagGroup:AutoScaling-Group:Ec2-Instance" | "rule:RunInstances-TagCluster:Eks-Cluster:Ec2-Instance" | "rule:CreateAutoScalingGroup-TagCluster:Eks-Cluster:AutoScaling-Group" | "rule:CreateCluster-TagCluster:Eks-Cluster:Ec2-SecurityGroup" | "rule:CreateLoadBalancer-TagCluster:Eks-Cluster:ElasticLoadBalancing-LoadBalancer" | "rule:CreateLoadBalancer-SetSubnets-TagLoadBalancer:ElasticLoadBalancing-LoadBalancer:Ec2-ElasticIp" | "rule:CreateDBSnapshot-TagDbInstance:Rds-DbInstance:Rds-DbSnapshot" | "rule:CreateDBClusterSnapshot-TagDbCluster:Rds-DbCluster:Rds-DbClusterSnapshot" | "rule:CreateDBInstance-TagDbCluster:Rds-DbCluster:Rds-DbInstance" | "rule:CreateLogGroup-TagFunction:Lambda-Function:Logs-LogGroup";
                        /** @enum {string} */
                        primary: "Ecs-Instance" | "Ecs-Disk" | "Ecs-Eni" | "Ecs-Snapshot" | "Ecs-SecurityGroup" | "Vpc-Eip" | "Vpc-Natgateway" | "Slb-Instance" | "Nlb-Loadbalancer" | "Alb-LoadBalancer" | "Kafka-Instance" | "Kafka-Topic" | "Kafka-ConsumerGroup" | "Cs-Cluster" | "Ess-ScalingGroup" | "Eci-ContainerGroup" | "Ec2-Instance" | "Ec2-Volume" | "Ec2-NetworkInterface" | "Ec2-ElasticIp" | "Ec2-Snapshot" | "Ec2-Image" | "Ec2-NatGateway" | "Ec2-SecurityGroup" | "AutoScaling-Group" | "Eks-Cluster" | "ElasticLoadBalancing-LoadBalancer" | "Rds-DbInstance" | "Rds-DbCluster" | "Rds-DbSnapshot" | "Rds-DbClusterSnapshot" | "Lambda-Function" | "Logs-LogGroup";
                        /** @enum {string} */
                        associated: "Ecs-Instance" | "Ecs-Disk" | "Ecs-Eni" | "Ecs-Snapshot" | "Ecs-SecurityGroup" | "Vpc-Eip" | "Vpc-Natgateway" | "Slb-Instance" | "Nlb-Loadbalancer" | "Alb-LoadBalancer" | "Kafka-Instance" | "Kafka-Topic" | "Kafka-ConsumerGroup" | "Cs-Cluster" | "Ess-ScalingGroup" | "Eci-ContainerGroup" | "Ec2-Instance" | "Ec2-Volume" | "Ec2-NetworkInterface" | "Ec2-ElasticIp" | "Ec2-Snapshot" | "Ec2-Image" | "Ec2-NatGateway" | "Ec2-SecurityGroup" | "AutoScaling-Group" | "Eks-Cluster" | "ElasticLoadBalancing-LoadBalancer" | "Rds-DbInstance" | "Rds-DbCluster" | "Rds-DbSnapshot" | "Rds-DbClusterSnapshot" | "Lambda-Function" | "Logs-LogGroup";
                        /** @description the product page's names of what triggers the rule */
                        triggers: string[];
                        removesOnDetach: boolean;
                        supportsExisting: boolean;
                        /** @description false: the account never set it, or deleted it */
                        isSet: boolean;
                        /** @enum {string} */
                        status: "Enable" | "Disable";
                        /** @description keys that are inherited, in order; empty means all */
                        tagKeys: string[];
                        excludedKeys: string[];
                        /** @description withheld keys that are inherited all the same */
                        letThroughKeys: string[];
                        /** @enum {string} */
                        existingStatus: "Enable" | "Disable";
                        /** @enum {string} */
                        conflictPolicy: "overwrite" | "keep";
                        restoreDisplaced: boolean;
                        /** @description for If-Match; 0 when not set */
                        version: number;
                        createdAt: string | null;
                        updatedAt: string | null;
                        /** @description null where that was not kept yet, too */
                        updatedBy?: string | null;
                        /** @description backfill that the change started; null for none */
                        jobId: string | null;
                    } | {
                        counts: {
                            /** @description resources that would be looked at */
                            resources: number;
                            /** @description resources whose tags would change */
                            changed: number;
                            set: number;
                            remove: number;
                            keep: number;
                            refuse: number;
                            /** @description tags that would no longer count as inherited, and stay */
                            close: number;
                            /** @description tags of somebody else's that would be overwritten */
                            overwrites: number;
                            /** @description tags that find no place on a full resource */
                            quotaRefusals: number;
                            /** @description calls that write tags, when each resource is written by itself */
                            cloudCalls: number;
                            /** @description resources and listings that could not be read */
                            unread: number;
                            /** @description calls that write tags, when all equal changes in one account and region go together */
                            leastCloudCalls: number;
                        };
                        /** @description what would be done to each; chains included */
                        resources: {
                            arn: string;
                            /** @description calls that write tags of this resource, and perhaps of others */
                            cloudCalls: number;
                            steps: {
                                key: string;
                                /** @enum {string} */
                                action: "set" | "remove" | "keep" | "refuse" | "close";
                                reason: string;
                                /** @description the tag after it; null when there is none */
                                value: string | null;
                                /** @description the tag now; null when there is none */
                                before: string | null;
                                /** @description what the rule asks for; null when it asks for none */
                                wanted: string | null;
                                rule: string | null;
                                /** @description the primary the value comes from */
                                from: string | null;
                            }[];
                        }[];
                        /** @description rules of a batch that would fail, and why; the rest of the plan is without them */
                        refusals: {
                            settingName: string;
                            code: string;
                            message: string;
                        }[];
                        /** @description resources, and primaries and listings whose associations could not be read, and why; the rest of the plan is without them */
                        unread: {
                            resource: string;
                            code: string;
                            message: string;
                        }[];
                        /** @description cursor of the next page; counts are those of this page */
                        next: string | null;
                    };
                };
            };
            /** @description InvalidOperation.NotActivated, InvalidParameter.SettingName, InvalidParameter.TagKey, InvalidParameter.ExistingStatus, NumberExceed.TagKeys */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description InvalidRule.Existed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Refused or failed; nothing was changed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getAccountsAccountIdRulesSettingName: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                accountId: string;
                settingName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        settingName: "rule:AttachDisk-DetachDisk-TagInstance:Ecs-Instance:Ecs-Disk" | "rule:AttachEni-DetachEni-TagInstance:Ecs-Instance:Ecs-Eni" | "rule:AssociateEip-UnassociateEip-TagInstance:Ecs-Instance:Vpc-Eip" | "rule:CreateSnapshot-TagDisk:Ecs-Disk:Ecs-Snapshot" | "rule:CreateTopic-TagKafka:Kafka-Instance:Kafka-Topic" | "rule:CreateConsumerGroup-TagKafka:Kafka-Instance:Kafka-ConsumerGroup" | "rule:TagCluster:Cs-Cluster:Ecs-SecurityGroup" | "rule:CreateInstance-TagCluster:Cs-Cluster:Ecs-Instance" | "rule:TagCluster:Cs-Cluster:Slb-Instance" | "rule:TagCluster:Cs-Cluster:Vpc-Eip" | "rule:TagCluster:Cs-Cluster:Vpc-Natgateway" | "rule:TagCluster:Cs-Cluster:Ess-ScalingGroup" | "rule:AssociateEip-UnassociateEip-TagSlbInstance:Slb-Instance:Vpc-Eip" | "rule:UpdateLoadBalancerZones-UpdateLoadBalancerAddressTypeConfig-TagNlb:Nlb-Loadbalancer:Vpc-Eip" | "rule:UpdateLoadBalancerZones-UpdateLoadBalancerAddressTypeConfig-TagAlb:Alb-LoadBalancer:Vpc-Eip" | "rule:AssociateEipAddress-UnassociateEipAddress-TagVpc:Vpc-Natgateway:Vpc-Eip" | "rule:AssociateEip-UnassociateEip-TagEci:Eci-ContainerGroup:Vpc-Eip" | "rule:AttachVolume-DetachVolume-TagInstance:Ec2-Instance:Ec2-Volume" | "rule:AttachNetworkInterface-DetachNetworkInterface-TagInstance:Ec2-Instance:Ec2-NetworkInterface" | "rule:AssociateAddress-DisassociateAddress-TagInstance:Ec2-Instance:Ec2-ElasticIp" | "rule:CreateSnapshot-TagVolume:Ec2-Volume:Ec2-Snapshot" | "rule:CreateImage-TagInstance:Ec2-Instance:Ec2-Image" | "rule:CreateImage-TagImage:Ec2-Image:Ec2-Snapshot" | "rule:CreateNatGateway-DeleteNatGateway-TagNatGateway:Ec2-NatGateway:Ec2-ElasticIp" | "rule:LaunchInstance-AttachInstances-TagGroup:AutoScaling-Group:Ec2-Instance" | "rule:RunInstances-TagCluster:Eks-Cluster:Ec2-Instance" | "rule:CreateAutoScalingGroup-TagCluster:Eks-Cluster:AutoScaling-Group" | "rule:CreateCluster-TagCluster:Eks-Cluster:Ec2-SecurityGroup" | "rule:CreateLoadBalancer-TagCluster:Eks-Cluster:ElasticLoadBalancing-LoadBalancer" | "rule:CreateLoadBalancer-SetSubnets-TagLoadBalancer:ElasticLoadBalancing-LoadBalancer:Ec2-ElasticIp" | "rule:CreateDBSnapshot-TagDbInstance:Rds-DbInstance:Rds-DbSnapshot" | "rule:CreateDBClusterSnapshot-TagDbCluster:Rds-DbCluster:Rds-DbClusterSnapshot" | "rule:CreateDBInstance-TagDbCluster:Rds-DbCluster:Rds-DbInstance" | "rule:CreateLogGroup-TagFunction:Lambda-Function:Logs-LogGroup";
                        /** @enum {string} */
                        primary: "Ecs-Instance" | "Ecs-Disk" | "Ecs-Eni" | "Ecs-Snapshot" | "Ecs-SecurityGroup" | "Vpc-Eip" | "Vpc-Natgateway" | "Slb-Instance" | "Nlb-Loadbalancer" | "Alb-LoadBalancer" | "Kafka-Instance" | "Kafka-Topic" | "Kafka-ConsumerGroup" | "Cs-Cluster" | "Ess-ScalingGroup" | "Eci-ContainerGroup" | "Ec2-Instance" | "Ec2-Volume" | "Ec2-NetworkInterface" | "Ec2-ElasticIp" | "Ec2-Snapshot" | "Ec2-Image" | "Ec2-NatGateway" | "Ec2-SecurityGroup" | "AutoScaling-Group" | "Eks-Cluster" | "ElasticLoadBalancing-LoadBalancer" | "Rds-DbInstance" | "Rds-DbCluster" | "Rds-DbSnapshot" | "Rds-DbClusterSnapshot" | "Lambda-Function" | "Logs-LogGroup";
                        /** @enum {string} */
                        associated: "Ecs-Instance" | "Ecs-Disk" | "Ecs-Eni" | "Ecs-Snapshot" | "Ecs-SecurityGroup" | "Vpc-Eip" | "Vpc-Natgateway" | "Slb-Instance" | "Nlb-Loadbalancer" | "Alb-LoadBalancer" | "Kafka-Instance" | "Kafka-Topic" | "Kafka-ConsumerGroup" | "Cs-Cluster" | "Ess-ScalingGroup" | "Eci-ContainerGroup" | "Ec2-Instance" | "Ec2-Volume" | "Ec2-NetworkInterface" | "Ec2-ElasticIp" | "Ec2-Snapshot" | "Ec2-Image" | "Ec2-NatGateway" | "Ec2-SecurityGroup" | "AutoScaling-Group" | "Eks-Cluster" | "ElasticLoadBalancing-LoadBalancer" | "Rds-DbInstance" | "Rds-DbCluster" | "Rds-DbSnapshot" | "Rds-DbClusterSnapshot" | "Lambda-Function" | "Logs-LogGroup";
                        /** @description the product page's names of what triggers the rule */
                        triggers: string[];
                        removesOnDetach: boolean;
                        supportsExisting: boolean;
                        /** @description false: the account never set it, or deleted it */
                        isSet: boolean;
                        /** @enum {string} */
                        status: "Enable" | "Disable";
                        /** @description keys that are inherited, in order; empty means all */
                        tagKeys: string[];
                        excludedKeys: string[];
                        /** @description withheld keys that are inherited all the same */
                        letThroughKeys: string[];
                        /** @enum {string} */
                        existingStatus: "Enable" | "Disable";
                        /** @enum {string} */
                        conflictPolicy: "overwrite" | "keep";
                        restoreDisplaced: boolean;
                        /** @description for If-Match; 0 when not set */
                        version: number;
                        createdAt: string | null;
                        updatedAt: string | null;
                        /** @description null where that was not kept yet, too */
                        updatedBy?: string | null;
                    };
                };
            };
            /** @description InvalidParameter.SettingName */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description InvalidSettingName.NotFound */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Refused or failed; nothing was changed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    putAccountsAccountIdRulesSettingName: {
        parameters: {
            query?: {
                /** @description true: write nothing and answer what would change */
                dryRun?: "true" | "false";
                /** @description with dryRun: so many resources are enough for a page */
                limit?: number;
                /** @description with dryRun: `next` of the page before */
                cursor?: string;
            };
            header?: {
                /** @description version the change is based on, as in the ETag of an answer; * for any, if the rule is set */
                "If-Match"?: string;
                /** @description with dryRun: text/csv or application/x-ndjson for a line per tag */
                Accept?: string;
            };
            path: {
                accountId: string;
                settingName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    status: "Enable" | "Disable";
                    /** @description at most 50, in the order that decides who is first when a resource is full */
                    tagKeys?: string[];
                    /** @description at most 50; a * at the end stands for any ending */
                    excludedKeys?: string[];
                    /** @description at most 10 withheld keys, such as kubernetes.io/…, to inherit all the same */
                    letThroughKeys?: string[];
                    /**
                     * @description Apply To Existing Resources; each switch to Enable starts one backfill
                     * @enum {string}
                     */
                    existingStatus?: "Enable" | "Disable";
                    /** @enum {string} */
                    conflictPolicy?: "overwrite" | "keep";
                    restoreDisplaced?: boolean;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        settingName: "rule:AttachDisk-DetachDisk-TagInstance:Ecs-Instance:Ecs-Disk" | "rule:AttachEni-DetachEni-TagInstance:Ecs-Instance:Ecs-Eni" | "rule:AssociateEip-UnassociateEip-TagInstance:Ecs-Instance:Vpc-Eip" | "rule:CreateSnapshot-TagDisk:Ecs-Disk:Ecs-Snapshot" | "rule:CreateTopic-TagKafka:Kafka-Instance:Kafka-Topic" | "rule:CreateConsumerGroup-TagKafka:Kafka-Instance:Kafka-ConsumerGroup" | "rule:TagCluster:Cs-Cluster:Ecs-SecurityGroup" | "rule:CreateInstance-TagCluster:Cs-Cluster:Ecs-Instance" | "rule:TagCluster:Cs-Cluster:Slb-Instance" | "rule:TagCluster:Cs-Cluster:Vpc-Eip" | "rule:TagCluster:Cs-Cluster:Vpc-Natgateway" | "rule:TagCluster:Cs-Cluster:Ess-ScalingGroup" | "rule:AssociateEip-UnassociateEip-TagSlbInstance:Slb-Instance:Vpc-Eip" | "rule:UpdateLoadBalancerZones-UpdateLoadBalancerAddressTypeConfig-TagNlb:Nlb-Loadbalancer:Vpc-Eip" | "rule:UpdateLoadBalancerZones-UpdateLoadBalancerAddressTypeConfig-TagAlb:Alb-LoadBalancer:Vpc-Eip" | "rule:AssociateEipAddress-UnassociateEipAddress-TagVpc:Vpc-Natgateway:Vpc-Eip" | "rule:AssociateEip-UnassociateEip-TagEci:Eci-ContainerGroup:Vpc-Eip" | "rule:AttachVolume-DetachVolume-TagInstance:Ec2-Instance:Ec2-Volume" | "rule:AttachNetworkInterface-DetachNetworkInterface-TagInstance:Ec2-Instance:Ec2-NetworkInterface" | "rule:AssociateAddress-DisassociateAddress-TagInstance:Ec2-Instance:Ec2-ElasticIp" | "rule:CreateSnapshot-TagVolume:Ec2-Volume:Ec2-Snapshot" | "rule:CreateImage-TagInstance:Ec2-Instance:Ec2-Image" | "rule:CreateImage-TagImage:Ec2-Image:Ec2-Snapshot" | "rule:CreateNatGateway-DeleteNatGateway-TagNatGateway:Ec2-NatGateway:Ec2-ElasticIp" | "rule:LaunchInstance-AttachInstances-TagGroup:AutoScaling-Group:Ec2-Instance" | "rule:RunInstances-TagCluster:Eks-Cluster:Ec2-Instance" | "rule:CreateAutoScalingGroup-TagCluster:Eks-Cluster:AutoScaling-Group" | "rule:CreateCluster-TagCluster:Eks-Cluster:Ec2-SecurityGroup" | "rule:CreateLoadBalancer-TagCluster:Eks-Cluster:ElasticLoadBalancing-LoadBalancer" | "rule:CreateLoadBalancer-SetSubnets-TagLoadBalancer:ElasticLoadBalancing-LoadBalancer:Ec2-ElasticIp" | "rule:CreateDBSnapshot-TagDbInstance:Rds-DbInstance:Rds-DbSnapshot" | "rule:CreateDBClusterSnapshot-TagDbCluster:Rds-DbCluster:Rds-DbClusterSnapshot" | "rule:CreateDBInstance-TagDbCluster:Rds-DbCluster:Rds-DbInstance" | "rule:CreateLogGroup-TagFunction:Lambda-Function:Logs-LogGroup";
                        /** @enum {string} */
                        primary: "Ecs-Instance" | "Ecs-Disk" | "Ecs-Eni" | "Ecs-Snapshot" | "Ecs-SecurityGroup" | "Vpc-Eip" | "Vpc-Natgateway" | "Slb-Instance" | "Nlb-Loadbalancer" | "Alb-LoadBalancer" | "Kafka-Instance" | "Kafka-Topic" | "Kafka-ConsumerGroup" | "Cs-Cluster" | "Ess-ScalingGroup" | "Eci-ContainerGroup" | "Ec2-Instance" | "Ec2-Volume" | "Ec2-NetworkInterface" | "Ec2-ElasticIp" | "Ec2-Snapshot" | "Ec2-Image" | "Ec2-NatGateway" | "Ec2-SecurityGroup" | "AutoScaling-Group" | "Eks-Cluster" | "ElasticLoadBalancing-LoadBalancer" | "Rds-DbInstance" | "Rds-DbCluster" | "Rds-DbSnapshot" | "Rds-DbClusterSnapshot" | "Lambda-Function" | "Logs-LogGroup";
                        /** @enum {string} */
                        associated: "Ecs-Instance" | "Ecs-Disk" | "Ecs-Eni" | "Ecs-Snapshot" | "Ecs-SecurityGroup" | "Vpc-Eip" | "Vpc-Natgateway" | "Slb-Instance" | "Nlb-Loadbalancer" | "Alb-LoadBalancer" | "Kafka-Instance" | "Kafka-Topic" | "Kafka-ConsumerGroup" | "Cs-Cluster" | "Ess-ScalingGroup" | "Eci-ContainerGroup" | "Ec2-Instance" | "Ec2-Volume" | "Ec2-NetworkInterface" | "Ec2-ElasticIp" | "Ec2-Snapshot" | "Ec2-Image" | "Ec2-NatGateway" | "Ec2-SecurityGroup" | "AutoScaling-Group" | "Eks-Cluster" | "ElasticLoadBalancing-LoadBalancer" | "Rds-DbInstance" | "Rds-DbCluster" | "Rds-DbSnapshot" | "Rds-DbClusterSnapshot" | "Lambda-Function" | "Logs-LogGroup";
                        /** @description the product page's names of what triggers the rule */
                        triggers: string[];
                        removesOnDetach: boolean;
                        supportsExisting: boolean;
                        /** @description false: the account never set it, or deleted it */
                        isSet: boolean;
                        /** @enum {string} */
                        status: "Enable" | "Disable";
                        /** @description keys that are inherited, in order; empty means all */
                        tagKeys: string[];
                        excludedKeys: string[];
                        /** @description withheld keys that are inherited all the same */
                        letThroughKeys: string[];
                        /** @enum {string} */
                        existingStatus: "Enable" | "Disable";
                        /** @enum {string} */
                        conflictPolicy: "overwrite" | "keep";
                        restoreDisplaced: boolean;
                        /** @description for If-Match; 0 when not set */
                        version: number;
                        createdAt: string | null;
                        updatedAt: string | null;
                        /** @description null where that was not kept yet, too */
                        updatedBy?: string | null;
                        /** @description backfill that the change started; null for none */
                        jobId: string | null;
                    } | {
                        counts: {
                            /** @description resources that would be looked at */
                            resources: number;
                            /** @description resources whose tags would change */
                            changed: number;
                            set: number;
                            remove: number;
                            keep: number;
                            refuse: number;
                            /** @description tags that would no longer count as inherited, and stay */
                            close: number;
                            /** @description tags of somebody else's that would be overwritten */
                            overwrites: number;
                            /** @description tags that find no place on a full resource */
                            quotaRefusals: number;
                            /** @description calls that write tags, when each resource is written by itself */
                            cloudCalls: number;
                            /** @description resources and listings that could not be read */
                            unread: number;
                            /** @description calls that write tags, when all equal changes in one account and region go together */
                            leastCloudCalls: number;
                        };
                        /** @description what would be done to each; chains included */
                        resources: {
                            arn: string;
                            /** @description calls that write tags of this resource, and perhaps of others */
                            cloudCalls: number;
                            steps: {
                                key: string;
                                /** @enum {string} */
                                action: "set" | "remove" | "keep" | "refuse" | "close";
                                reason: string;
                                /** @description the tag after it; null when there is none */
                                value: string | null;
                                /** @description the tag now; null when there is none */
                                before: string | null;
                                /** @description what the rule asks for; null when it asks for none */
                                wanted: string | null;
                                rule: string | null;
                                /** @description the primary the value comes from */
                                from: string | null;
                            }[];
                        }[];
                        /** @description rules of a batch that would fail, and why; the rest of the plan is without them */
                        refusals: {
                            settingName: string;
                            code: string;
                            message: string;
                        }[];
                        /** @description resources, and primaries and listings whose associations could not be read, and why; the rest of the plan is without them */
                        unread: {
                            resource: string;
                            code: string;
                            message: string;
                        }[];
                        /** @description cursor of the next page; counts are those of this page */
                        next: string | null;
                    };
                };
            };
            /** @description InvalidOperation.NotActivated, InvalidParameter.SettingName, InvalidParameter.TagKey, InvalidParameter.ExistingStatus, NumberExceed.TagKeys */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PreconditionFailed */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Refused or failed; nothing was changed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    deleteAccountsAccountIdRulesSettingName: {
        parameters: {
            query?: {
                /** @description true: write nothing and answer what would change */
                dryRun?: "true" | "false";
                /** @description with dryRun: so many resources are enough for a page */
                limit?: number;
                /** @description with dryRun: `next` of the page before */
                cursor?: string;
            };
            header?: {
                /** @description version the change is based on, as in the ETag of an answer; * for any, if the rule is set */
                "If-Match"?: string;
                /** @description with dryRun: text/csv or application/x-ndjson for a line per tag */
                Accept?: string;
            };
            path: {
                accountId: string;
                settingName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        settingName: string;
                    } | {
                        counts: {
                            /** @description resources that would be looked at */
                            resources: number;
                            /** @description resources whose tags would change */
                            changed: number;
                            set: number;
                            remove: number;
                            keep: number;
                            refuse: number;
                            /** @description tags that would no longer count as inherited, and stay */
                            close: number;
                            /** @description tags of somebody else's that would be overwritten */
                            overwrites: number;
                            /** @description tags that find no place on a full resource */
                            quotaRefusals: number;
                            /** @description calls that write tags, when each resource is written by itself */
                            cloudCalls: number;
                            /** @description resources and listings that could not be read */
                            unread: number;
                            /** @description calls that write tags, when all equal changes in one account and region go together */
                            leastCloudCalls: number;
                        };
                        /** @description what would be done to each; chains included */
                        resources: {
                            arn: string;
                            /** @description calls that write tags of this resource, and perhaps of others */
                            cloudCalls: number;
                            steps: {
                                key: string;
                                /** @enum {string} */
                                action: "set" | "remove" | "keep" | "refuse" | "close";
                                reason: string;
                                /** @description the tag after it; null when there is none */
                                value: string | null;
                                /** @description the tag now; null when there is none */
                                before: string | null;
                                /** @description what the rule asks for; null when it asks for none */
                                wanted: string | null;
                                rule: string | null;
                                /** @description the primary the value comes from */
                                from: string | null;
                            }[];
                        }[];
                        /** @description rules of a batch that would fail, and why; the rest of the plan is without them */
                        refusals: {
                            settingName: string;
                            code: string;
                            message: string;
                        }[];
                        /** @description resources, and primaries and listings whose associations could not be read, and why; the rest of the plan is without them */
                        unread: {
                            resource: string;
                            code: string;
                            message: string;
                        }[];
                        /** @description cursor of the next page; counts are those of this page */
                        next: string | null;
                    };
                };
            };
            /** @description InvalidOperation.NotActivated */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description InvalidSettingName.NotFound */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PreconditionFailed */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Refused or failed; nothing was changed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    patchAccountsAccountIdRulesSettingName: {
        parameters: {
            query?: {
                /** @description true: write nothing and answer what would change */
                dryRun?: "true" | "false";
                /** @description with dryRun: so many resources are enough for a page */
                limit?: number;
                /** @description with dryRun: `next` of the page before */
                cursor?: string;
            };
            header?: {
                /** @description version the change is based on, as in the ETag of an answer; * for any, if the rule is set */
                "If-Match"?: string;
                /** @description with dryRun: text/csv or application/x-ndjson for a line per tag */
                Accept?: string;
            };
            path: {
                accountId: string;
                settingName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    status?: "Enable" | "Disable";
                    /** @description at most 50, in the order that decides who is first when a resource is full */
                    tagKeys?: string[];
                    /** @description at most 50; a * at the end stands for any ending */
                    excludedKeys?: string[];
                    /** @description at most 10 withheld keys, such as kubernetes.io/…, to inherit all the same */
                    letThroughKeys?: string[];
                    /**
                     * @description Apply To Existing Resources; each switch to Enable starts one backfill
                     * @enum {string}
                     */
                    existingStatus?: "Enable" | "Disable";
                    /** @enum {string} */
                    conflictPolicy?: "overwrite" | "keep";
                    restoreDisplaced?: boolean;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        settingName: "rule:AttachDisk-DetachDisk-TagInstance:Ecs-Instance:Ecs-Disk" | "rule:AttachEni-DetachEni-TagInstance:Ecs-Instance:Ecs-Eni" | "rule:AssociateEip-UnassociateEip-TagInstance:Ecs-Instance:Vpc-Eip" | "rule:CreateSnapshot-TagDisk:Ecs-Disk:Ecs-Snapshot" | "rule:CreateTopic-TagKafka:Kafka-Instance:Kafka-Topic" | "rule:CreateConsumerGroup-TagKafka:Kafka-Instance:Kafka-ConsumerGroup" | "rule:TagCluster:Cs-Cluster:Ecs-SecurityGroup" | "rule:CreateInstance-TagCluster:Cs-Cluster:Ecs-Instance" | "rule:TagCluster:Cs-Cluster:Slb-Instance" | "rule:TagCluster:Cs-Cluster:Vpc-Eip" | "rule:TagCluster:Cs-Cluster:Vpc-Natgateway" | "rule:TagCluster:Cs-Cluster:Ess-ScalingGroup" | "rule:AssociateEip-UnassociateEip-TagSlbInstance:Slb-Instance:Vpc-Eip" | "rule:UpdateLoadBalancerZones-UpdateLoadBalancerAddressTypeConfig-TagNlb:Nlb-Loadbalancer:Vpc-Eip" | "rule:UpdateLoadBalancerZones-UpdateLoadBalancerAddressTypeConfig-TagAlb:Alb-LoadBalancer:Vpc-Eip" | "rule:AssociateEipAddress-UnassociateEipAddress-TagVpc:Vpc-Natgateway:Vpc-Eip" | "rule:AssociateEip-UnassociateEip-TagEci:Eci-ContainerGroup:Vpc-Eip" | "rule:AttachVolume-DetachVolume-TagInstance:Ec2-Instance:Ec2-Volume" | "rule:AttachNetworkInterface-DetachNetworkInterface-TagInstance:Ec2-Instance:Ec2-NetworkInterface" | "rule:AssociateAddress-DisassociateAddress-TagInstance:Ec2-Instance:Ec2-ElasticIp" | "rule:CreateSnapshot-TagVolume:Ec2-Volume:Ec2-Snapshot" | "rule:CreateImage-TagInstance:Ec2-Instance:Ec2-Image" | "rule:CreateImage-TagImage:Ec2-Image:Ec2-Snapshot" | "rule:CreateNatGateway-DeleteNatGateway-TagNatGateway:Ec2-NatGateway:Ec2-ElasticIp" | "rule:LaunchInstance-AttachInstances-TagGroup:AutoScaling-Group:Ec2-Instance" | "rule:RunInstances-TagCluster:Eks-Cluster:Ec2-Instance" | "rule:CreateAutoScalingGroup-TagCluster:Eks-Cluster:AutoScaling-Group" | "rule:CreateCluster-TagCluster:Eks-Cluster:Ec2-SecurityGroup" | "rule:CreateLoadBalancer-TagCluster:Eks-Cluster:ElasticLoadBalancing-LoadBalancer" | "rule:CreateLoadBalancer-SetSubnets-TagLoadBalancer:ElasticLoadBalancing-LoadBalancer:Ec2-ElasticIp" | "rule:CreateDBSnapshot-TagDbInstance:Rds-DbInstance:Rds-DbSnapshot" | "rule:CreateDBClusterSnapshot-TagDbCluster:Rds-DbCluster:Rds-DbClusterSnapshot" | "rule:CreateDBInstance-TagDbCluster:Rds-DbCluster:Rds-DbInstance" | "rule:CreateLogGroup-TagFunction:Lambda-Function:Logs-LogGroup";
                        /** @enum {string} */
                        primary: "Ecs-Instance" | "Ecs-Disk" | "Ecs-Eni" | "Ecs-Snapshot" | "Ecs-SecurityGroup" | "Vpc-Eip" | "Vpc-Natgateway" | "Slb-Instance" | "Nlb-Loadbalancer" | "Alb-LoadBalancer" | "Kafka-Instance" | "Kafka-Topic" | "Kafka-ConsumerGroup" | "Cs-Cluster" | "Ess-ScalingGroup" | "Eci-ContainerGroup" | "Ec2-Instance" | "Ec2-Volume" | "Ec2-NetworkInterface" | "Ec2-ElasticIp" | "Ec2-Snapshot" | "Ec2-Image" | "Ec2-NatGateway" | "Ec2-SecurityGroup" | "AutoScaling-Group" | "Eks-Cluster" | "ElasticLoadBalancing-LoadBalancer" | "Rds-DbInstance" | "Rds-DbCluster" | "Rds-DbSnapshot" | "Rds-DbClusterSnapshot" | "Lambda-Function" | "Logs-LogGroup";
                        /** @enum {string} */
                        associated: "Ecs-Instance" | "Ecs-Disk" | "Ecs-Eni" | "Ecs-Snapshot" | "Ecs-SecurityGroup" | "Vpc-Eip" | "Vpc-Natgateway" | "Slb-Instance" | "Nlb-Loadbalancer" | "Alb-LoadBalancer" | "Kafka-Instance" | "Kafka-Topic" | "Kafka-ConsumerGroup" | "Cs-Cluster" | "Ess-ScalingGroup" | "Eci-ContainerGroup" | "Ec2-Instance" | "Ec2-Volume" | "Ec2-NetworkInterface" | "Ec2-ElasticIp" | "Ec2-Snapshot" | "Ec2-Image" | "Ec2-NatGateway" | "Ec2-SecurityGroup" | "AutoScaling-Group" | "Eks-Cluster" | "ElasticLoadBalancing-LoadBalancer" | "Rds-DbInstance" | "Rds-DbCluster" | "Rds-DbSnapshot" | "Rds-DbClusterSnapshot" | "Lambda-Function" | "Logs-LogGroup";
                        /** @description the product page's names of what triggers the rule */
                        triggers: string[];
                        removesOnDetach: boolean;
                        supportsExisting: boolean;
                        /** @description false: the account never set it, or deleted it */
                        isSet: boolean;
                        /** @enum {string} */
                        status: "Enable" | "Disable";
                        /** @description keys that are inherited, in order; empty means all */
                        tagKeys: string[];
                        excludedKeys: string[];
                        /** @description withheld keys that are inherited all the same */
                        letThroughKeys: string[];
                        /** @enum {string} */
                        existingStatus: "Enable" | "Disable";
                        /** @enum {string} */
                        conflictPolicy: "overwrite" | "keep";
                        restoreDisplaced: boolean;
                        /** @description for If-Match; 0 when not set */
                        version: number;
                        createdAt: string | null;
                        updatedAt: string | null;
                        /** @description null where that was not kept yet, too */
                        updatedBy?: string | null;
                        /** @description backfill that the change started; null for none */
                        jobId: string | null;
                    } | {
                        counts: {
                            /** @description resources that would be looked at */
                            resources: number;
                            /** @description resources whose tags would change */
                            changed: number;
                            set: number;
                            remove: number;
                            keep: number;
                            refuse: number;
                            /** @description tags that would no longer count as inherited, and stay */
                            close: number;
                            /** @description tags of somebody else's that would be overwritten */
                            overwrites: number;
                            /** @description tags that find no place on a full resource */
                            quotaRefusals: number;
                            /** @description calls that write tags, when each resource is written by itself */
                            cloudCalls: number;
                            /** @description resources and listings that could not be read */
                            unread: number;
                            /** @description calls that write tags, when all equal changes in one account and region go together */
                            leastCloudCalls: number;
                        };
                        /** @description what would be done to each; chains included */
                        resources: {
                            arn: string;
                            /** @description calls that write tags of this resource, and perhaps of others */
                            cloudCalls: number;
                            steps: {
                                key: string;
                                /** @enum {string} */
                                action: "set" | "remove" | "keep" | "refuse" | "close";
                                reason: string;
                                /** @description the tag after it; null when there is none */
                                value: string | null;
                                /** @description the tag now; null when there is none */
                                before: string | null;
                                /** @description what the rule asks for; null when it asks for none */
                                wanted: string | null;
                                rule: string | null;
                                /** @description the primary the value comes from */
                                from: string | null;
                            }[];
                        }[];
                        /** @description rules of a batch that would fail, and why; the rest of the plan is without them */
                        refusals: {
                            settingName: string;
                            code: string;
                            message: string;
                        }[];
                        /** @description resources, and primaries and listings whose associations could not be read, and why; the rest of the plan is without them */
                        unread: {
                            resource: string;
                            code: string;
                            message: string;
                        }[];
                        /** @description cursor of the next page; counts are those of this page */
                        next: string | null;
                    };
                };
            };
            /** @description InvalidOperation.NotActivated, InvalidParameter.SettingName, InvalidParameter.TagKey, InvalidParameter.ExistingStatus, NumberExceed.TagKeys */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description InvalidSettingName.NotFound */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description PreconditionFailed */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Refused or failed; nothing was changed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getAccountsAccountIdJobs: {
        parameters: {
            query?: {
                /** @description counting: those that run, and of which not all is counted yet */
                status?: "waiting" | "running" | "done" | "cancelled" | "failed" | "counting";
                kind?: "backfill" | "sweep";
                settingName?: string;
                /** @description part of who started it; capitals do not matter */
                startedBy?: string;
                /** @description items on a page */
                limit?: number;
                /** @description `next` of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        jobs: {
                            id: string;
                            /** @description null for a sweep over all accounts */
                            accountId: string | null;
                            /** @enum {string} */
                            kind: "backfill" | "sweep";
                            /** @description null for a sweep */
                            settingName: string | null;
                            /** @enum {string} */
                            status: "waiting" | "running" | "done" | "cancelled" | "failed";
                            /** @description associations that were counted, and those that were made since and done, too */
                            found: number;
                            /** @description associations that were looked at */
                            done: number;
                            /** @description resources that had a tag written or taken away */
                            changed: number;
                            /** @description resources that were refused at least one tag */
                            refused: number;
                            /** @description resources that failed, and listings that could not be read; the rest was done */
                            failed: number;
                            /** @description the first 20 of what failed, and why */
                            failures: {
                                resource: string;
                                code: string;
                                message: string;
                            }[];
                            /** @description null until all is counted */
                            percent: number | null;
                            /** @description associations per second since the last start */
                            ratePerSecond: number | null;
                            secondsLeft: number | null;
                            /** @description tags that a sweep repaired, by rule */
                            findings: {
                                [key: string]: number;
                            };
                            /** @description the chains that work on it side by side, each on its own slice */
                            lanes: {
                                done: number;
                                isEnded: boolean;
                                updatedAt: string;
                            }[];
                            startedAt: string;
                            updatedAt: string;
                            finishedAt: string | null;
                            startedBy: string;
                            /** @description why it failed, or was cancelled by the service itself */
                            error: string | null;
                        }[];
                        /** @description cursor of the next page */
                        next: string | null;
                    };
                };
            };
            /** @description InvalidParameter.SettingName, InvalidParameter.Cursor */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Refused or failed; nothing was changed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    postAccountsAccountIdJobs: {
        parameters: {
            query?: {
                /** @description true: write nothing and answer what would change */
                dryRun?: "true" | "false";
                /** @description with dryRun: so many resources are enough for a page */
                limit?: number;
                /** @description with dryRun: `next` of the page before */
                cursor?: string;
            };
            header?: {
                /** @description with dryRun: text/csv or application/x-ndjson for a line per tag */
                Accept?: string;
            };
            path: {
                accountId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    kind: "backfill";
                    /** @description the rule to apply to everything there is */
                    settingName: string;
                } | {
                    /** @constant */
                    kind: "sweep";
                };
            };
        };
        responses: {
            /** @description Done. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        /** @description null for a sweep over all accounts */
                        accountId: string | null;
                        /** @enum {string} */
                        kind: "backfill" | "sweep";
                        /** @description null for a sweep */
                        settingName: string | null;
                        /** @enum {string} */
                        status: "waiting" | "running" | "done" | "cancelled" | "failed";
                        /** @description associations that were counted, and those that were made since and done, too */
                        found: number;
                        /** @description associations that were looked at */
                        done: number;
                        /** @description resources that had a tag written or taken away */
                        changed: number;
                        /** @description resources that were refused at least one tag */
                        refused: number;
                        /** @description resources that failed, and listings that could not be read; the rest was done */
                        failed: number;
                        /** @description the first 20 of what failed, and why */
                        failures: {
                            resource: string;
                            code: string;
                            message: string;
                        }[];
                        /** @description null until all is counted */
                        percent: number | null;
                        /** @description associations per second since the last start */
                        ratePerSecond: number | null;
                        secondsLeft: number | null;
                        /** @description tags that a sweep repaired, by rule */
                        findings: {
                            [key: string]: number;
                        };
                        /** @description the chains that work on it side by side, each on its own slice */
                        lanes: {
                            done: number;
                            isEnded: boolean;
                            updatedAt: string;
                        }[];
                        startedAt: string;
                        updatedAt: string;
                        finishedAt: string | null;
                        startedBy: string;
                        /** @description why it failed, or was cancelled by the service itself */
                        error: string | null;
                    } | {
                        counts: {
                            /** @description resources that would be looked at */
                            resources: number;
                            /** @description resources whose tags would change */
                            changed: number;
                            set: number;
                            remove: number;
                            keep: number;
                            refuse: number;
                            /** @description tags that would no longer count as inherited, and stay */
                            close: number;
                            /** @description tags of somebody else's that would be overwritten */
                            overwrites: number;
                            /** @description tags that find no place on a full resource */
                            quotaRefusals: number;
                            /** @description calls that write tags, when each resource is written by itself */
                            cloudCalls: number;
                            /** @description resources and listings that could not be read */
                            unread: number;
                            /** @description calls that write tags, when all equal changes in one account and region go together */
                            leastCloudCalls: number;
                        };
                        /** @description what would be done to each; chains included */
                        resources: {
                            arn: string;
                            /** @description calls that write tags of this resource, and perhaps of others */
                            cloudCalls: number;
                            steps: {
                                key: string;
                                /** @enum {string} */
                                action: "set" | "remove" | "keep" | "refuse" | "close";
                                reason: string;
                                /** @description the tag after it; null when there is none */
                                value: string | null;
                                /** @description the tag now; null when there is none */
                                before: string | null;
                                /** @description what the rule asks for; null when it asks for none */
                                wanted: string | null;
                                rule: string | null;
                                /** @description the primary the value comes from */
                                from: string | null;
                            }[];
                        }[];
                        /** @description rules of a batch that would fail, and why; the rest of the plan is without them */
                        refusals: {
                            settingName: string;
                            code: string;
                            message: string;
                        }[];
                        /** @description resources, and primaries and listings whose associations could not be read, and why; the rest of the plan is without them */
                        unread: {
                            resource: string;
                            code: string;
                            message: string;
                        }[];
                        /** @description cursor of the next page; counts are those of this page */
                        next: string | null;
                    };
                };
            };
            /** @description InvalidOperation.NotActivated, InvalidOperation.RuleDisabled, InvalidParameter.SettingName */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description JobRunning */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Refused or failed; nothing was changed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    postAccountsAccountIdJobsIdCancel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                accountId: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        /** @description null for a sweep over all accounts */
                        accountId: string | null;
                        /** @enum {string} */
                        kind: "backfill" | "sweep";
                        /** @description null for a sweep */
                        settingName: string | null;
                        /** @enum {string} */
                        status: "waiting" | "running" | "done" | "cancelled" | "failed";
                        /** @description associations that were counted, and those that were made since and done, too */
                        found: number;
                        /** @description associations that were looked at */
                        done: number;
                        /** @description resources that had a tag written or taken away */
                        changed: number;
                        /** @description resources that were refused at least one tag */
                        refused: number;
                        /** @description resources that failed, and listings that could not be read; the rest was done */
                        failed: number;
                        /** @description the first 20 of what failed, and why */
                        failures: {
                            resource: string;
                            code: string;
                            message: string;
                        }[];
                        /** @description null until all is counted */
                        percent: number | null;
                        /** @description associations per second since the last start */
                        ratePerSecond: number | null;
                        secondsLeft: number | null;
                        /** @description tags that a sweep repaired, by rule */
                        findings: {
                            [key: string]: number;
                        };
                        /** @description the chains that work on it side by side, each on its own slice */
                        lanes: {
                            done: number;
                            isEnded: boolean;
                            updatedAt: string;
                        }[];
                        startedAt: string;
                        updatedAt: string;
                        finishedAt: string | null;
                        startedBy: string;
                        /** @description why it failed, or was cancelled by the service itself */
                        error: string | null;
                    };
                };
            };
            /** @description InvalidParameter.Id */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description ForStage */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description JobNotFound */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description JobEnded */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Refused or failed; nothing was changed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    postAccountsAccountIdJobsIdResume: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                accountId: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        /** @description null for a sweep over all accounts */
                        accountId: string | null;
                        /** @enum {string} */
                        kind: "backfill" | "sweep";
                        /** @description null for a sweep */
                        settingName: string | null;
                        /** @enum {string} */
                        status: "waiting" | "running" | "done" | "cancelled" | "failed";
                        /** @description associations that were counted, and those that were made since and done, too */
                        found: number;
                        /** @description associations that were looked at */
                        done: number;
                        /** @description resources that had a tag written or taken away */
                        changed: number;
                        /** @description resources that were refused at least one tag */
                        refused: number;
                        /** @description resources that failed, and listings that could not be read; the rest was done */
                        failed: number;
                        /** @description the first 20 of what failed, and why */
                        failures: {
                            resource: string;
                            code: string;
                            message: string;
                        }[];
                        /** @description null until all is counted */
                        percent: number | null;
                        /** @description associations per second since the last start */
                        ratePerSecond: number | null;
                        secondsLeft: number | null;
                        /** @description tags that a sweep repaired, by rule */
                        findings: {
                            [key: string]: number;
                        };
                        /** @description the chains that work on it side by side, each on its own slice */
                        lanes: {
                            done: number;
                            isEnded: boolean;
                            updatedAt: string;
                        }[];
                        startedAt: string;
                        updatedAt: string;
                        finishedAt: string | null;
                        startedBy: string;
                        /** @description why it failed, or was cancelled by the service itself */
                        error: string | null;
                    };
                };
            };
            /** @description InvalidParameter.Id, InvalidOperation.NotActivated, InvalidOperation.RuleDisabled */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description ForStage */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description JobNotFound */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description JobEnded, JobRunning */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Refused or failed; nothing was changed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getAccountsAccountIdJobsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                accountId: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        /** @description null for a sweep over all accounts */
                        accountId: string | null;
                        /** @enum {string} */
                        kind: "backfill" | "sweep";
                        /** @description null for a sweep */
                        settingName: string | null;
                        /** @enum {string} */
                        status: "waiting" | "running" | "done" | "cancelled" | "failed";
                        /** @description associations that were counted, and those that were made since and done, too */
                        found: number;
                        /** @description associations that were looked at */
                        done: number;
                        /** @description resources that had a tag written or taken away */
                        changed: number;
                        /** @description resources that were refused at least one tag */
                        refused: number;
                        /** @description resources that failed, and listings that could not be read; the rest was done */
                        failed: number;
                        /** @description the first 20 of what failed, and why */
                        failures: {
                            resource: string;
                            code: string;
                            message: string;
                        }[];
                        /** @description null until all is counted */
                        percent: number | null;
                        /** @description associations per second since the last start */
                        ratePerSecond: number | null;
                        secondsLeft: number | null;
                        /** @description tags that a sweep repaired, by rule */
                        findings: {
                            [key: string]: number;
                        };
                        /** @description the chains that work on it side by side, each on its own slice */
                        lanes: {
                            done: number;
                            isEnded: boolean;
                            updatedAt: string;
                        }[];
                        startedAt: string;
                        updatedAt: string;
                        finishedAt: string | null;
                        startedBy: string;
                        /** @description why it failed, or was cancelled by the service itself */
                        error: string | null;
                    };
                };
            };
            /** @description InvalidParameter.Id */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description JobNotFound */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Refused or failed; nothing was changed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    postStageJobsIdCancel: {
        parameters: {
            query?: {
                /** @description Account of the cloud. A local runner takes 1000000000000001 unless given; a deployed stage refuses the call. */
                accountId?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        /** @description null for a sweep over all accounts */
                        accountId: string | null;
                        /** @enum {string} */
                        kind: "backfill" | "sweep";
                        /** @description null for a sweep */
                        settingName: string | null;
                        /** @enum {string} */
                        status: "waiting" | "running" | "done" | "cancelled" | "failed";
                        /** @description associations that were counted, and those that were made since and done, too */
                        found: number;
                        /** @description associations that were looked at */
                        done: number;
                        /** @description resources that had a tag written or taken away */
                        changed: number;
                        /** @description resources that were refused at least one tag */
                        refused: number;
                        /** @description resources that failed, and listings that could not be read; the rest was done */
                        failed: number;
                        /** @description the first 20 of what failed, and why */
                        failures: {
                            resource: string;
                            code: string;
                            message: string;
                        }[];
                        /** @description null until all is counted */
                        percent: number | null;
                        /** @description associations per second since the last start */
                        ratePerSecond: number | null;
                        secondsLeft: number | null;
                        /** @description tags that a sweep repaired, by rule */
                        findings: {
                            [key: string]: number;
                        };
                        /** @description the chains that work on it side by side, each on its own slice */
                        lanes: {
                            done: number;
                            isEnded: boolean;
                            updatedAt: string;
                        }[];
                        startedAt: string;
                        updatedAt: string;
                        finishedAt: string | null;
                        startedBy: string;
                        /** @description why it failed, or was cancelled by the service itself */
                        error: string | null;
                    };
                };
            };
            /** @description InvalidParameter.Id */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description ForStage */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description JobNotFound */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description JobEnded */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Refused or failed; nothing was changed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    postStageJobsIdResume: {
        parameters: {
            query?: {
                /** @description Account of the cloud. A local runner takes 1000000000000001 unless given; a deployed stage refuses the call. */
                accountId?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        /** @description null for a sweep over all accounts */
                        accountId: string | null;
                        /** @enum {string} */
                        kind: "backfill" | "sweep";
                        /** @description null for a sweep */
                        settingName: string | null;
                        /** @enum {string} */
                        status: "waiting" | "running" | "done" | "cancelled" | "failed";
                        /** @description associations that were counted, and those that were made since and done, too */
                        found: number;
                        /** @description associations that were looked at */
                        done: number;
                        /** @description resources that had a tag written or taken away */
                        changed: number;
                        /** @description resources that were refused at least one tag */
                        refused: number;
                        /** @description resources that failed, and listings that could not be read; the rest was done */
                        failed: number;
                        /** @description the first 20 of what failed, and why */
                        failures: {
                            resource: string;
                            code: string;
                            message: string;
                        }[];
                        /** @description null until all is counted */
                        percent: number | null;
                        /** @description associations per second since the last start */
                        ratePerSecond: number | null;
                        secondsLeft: number | null;
                        /** @description tags that a sweep repaired, by rule */
                        findings: {
                            [key: string]: number;
                        };
                        /** @description the chains that work on it side by side, each on its own slice */
                        lanes: {
                            done: number;
                            isEnded: boolean;
                            updatedAt: string;
                        }[];
                        startedAt: string;
                        updatedAt: string;
                        finishedAt: string | null;
                        startedBy: string;
                        /** @description why it failed, or was cancelled by the service itself */
                        error: string | null;
                    };
                };
            };
            /** @description InvalidParameter.Id, InvalidOperation.NotActivated, InvalidOperation.RuleDisabled */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description ForStage */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description JobNotFound */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description JobEnded, JobRunning */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Refused or failed; nothing was changed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getStageJobsId: {
        parameters: {
            query?: {
                /** @description Account of the cloud. A local runner takes 1000000000000001 unless given; a deployed stage refuses the call. */
                accountId?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        /** @description null for a sweep over all accounts */
                        accountId: string | null;
                        /** @enum {string} */
                        kind: "backfill" | "sweep";
                        /** @description null for a sweep */
                        settingName: string | null;
                        /** @enum {string} */
                        status: "waiting" | "running" | "done" | "cancelled" | "failed";
                        /** @description associations that were counted, and those that were made since and done, too */
                        found: number;
                        /** @description associations that were looked at */
                        done: number;
                        /** @description resources that had a tag written or taken away */
                        changed: number;
                        /** @description resources that were refused at least one tag */
                        refused: number;
                        /** @description resources that failed, and listings that could not be read; the rest was done */
                        failed: number;
                        /** @description the first 20 of what failed, and why */
                        failures: {
                            resource: string;
                            code: string;
                            message: string;
                        }[];
                        /** @description null until all is counted */
                        percent: number | null;
                        /** @description associations per second since the last start */
                        ratePerSecond: number | null;
                        secondsLeft: number | null;
                        /** @description tags that a sweep repaired, by rule */
                        findings: {
                            [key: string]: number;
                        };
                        /** @description the chains that work on it side by side, each on its own slice */
                        lanes: {
                            done: number;
                            isEnded: boolean;
                            updatedAt: string;
                        }[];
                        startedAt: string;
                        updatedAt: string;
                        finishedAt: string | null;
                        startedBy: string;
                        /** @description why it failed, or was cancelled by the service itself */
                        error: string | null;
                    };
                };
            };
            /** @description InvalidParameter.Id */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description JobNotFound */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Refused or failed; nothing was changed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getAccountsAccountIdResources: {
        parameters: {
            query?: {
                /** @description d-1, or with its type: disk/d-1; nothing else narrows the list then */
                id?: string;
                type?: "Ecs-Instance" | "Ecs-Disk" | "Ecs-Eni" | "Ecs-Snapshot" | "Ecs-SecurityGroup" | "Vpc-Eip" | "Vpc-Natgateway" | "Slb-Instance" | "Nlb-Loadbalancer" | "Alb-LoadBalancer" | "Kafka-Instance" | "Kafka-Topic" | "Kafka-ConsumerGroup" | "Cs-Cluster" | "Ess-ScalingGroup" | "Eci-ContainerGroup" | "Ec2-Instance" | "Ec2-Volume" | "Ec2-NetworkInterface" | "Ec2-ElasticIp" | "Ec2-Snapshot" | "Ec2-Image" | "Ec2-NatGateway" | "Ec2-SecurityGroup" | "AutoScaling-Group" | "Eks-Cluster" | "ElasticLoadBalancing-LoadBalancer" | "Rds-DbInstance" | "Rds-DbCluster" | "Rds-DbSnapshot" | "Rds-DbClusterSnapshot" | "Lambda-Function" | "Logs-LogGroup";
                /** @description what was inherited or refused under this rule */
                rule?: string;
                /** @description what was inherited from this resource */
                primary?: string;
                key?: string;
                /** @description of the key, or of any: what the ledger knows, or, for own and absent, what the cloud shows */
                origin?: "inherited" | "displaced" | "contested" | "refused" | "own" | "absent";
                /** @description part of an ARN, a key or a value; capitals do not matter */
                text?: string;
                /** @description items on a page */
                limit?: number;
                /** @description `next` of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description the names of the items */
                        resources: string[];
                        items: {
                            arn: string;
                            type: string;
                            /** @description by the ledger */
                            inherited: {
                                key: string;
                                /** @description what was written last; the tag may have been changed since */
                                value: string;
                                rule: string;
                                primary: string;
                                /** @description the value it took the place of */
                                displaced: string | null;
                                since: string;
                                isContested: boolean;
                            }[];
                            /** @description by the ledger */
                            refused: {
                                key: string;
                                /** @description what was asked for */
                                value: string;
                                rule: string;
                                primary: string;
                                reason: string;
                                since: string;
                            }[];
                            /** @description by the cloud, where it was asked; else null */
                            tags: {
                                key: string;
                                value: string;
                            }[] | null;
                        }[];
                        /** @description what was looked at for this page */
                        looked: number;
                        /** @description cursor of the next page */
                        next: string | null;
                    };
                };
            };
            /** @description InvalidParameter.Cursor, InvalidParameter.Key, InvalidParameter.Primary, InvalidParameter.SettingName */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Refused or failed; nothing was changed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getAccountsAccountIdResourcesArn: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                accountId: string;
                arn: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        arn: string;
                        type: string;
                        tags: {
                            key: string;
                            value: string;
                            /** @enum {string} */
                            origin: "own" | "inherited";
                            /** @description the primary it was inherited from */
                            from?: string;
                            rule?: string;
                            /** @description the value it took the place of */
                            displaced?: string;
                            since?: string;
                        }[];
                        /** @description keys that are left alone because somebody else kept changing them back */
                        contested: {
                            since: string;
                            /** @description who, as the event claims; null when none named anybody */
                            by: string | null;
                            /** @description the value they had put there; null when they removed it */
                            theirs: string | null;
                            key: string;
                        }[];
                    };
                };
            };
            /** @description InvalidArn, InvalidParameter.Arn */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description ResourceNotFound */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Refused or failed; nothing was changed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getAccountsAccountIdAccessKeys: {
        parameters: {
            query?: {
                /** @description items on a page */
                limit?: number;
                /** @description `next` of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        accessKeys: {
                            accessKeyId: string;
                            accountId: string;
                            /** @enum {string} */
                            rights: "full" | "readOnly";
                            description: string;
                            /** @enum {string} */
                            status: "active" | "revoked";
                            /** @description until when the secret before the last rotation counts */
                            previousValidUntil: string | null;
                            /** @description end of a temporary key */
                            expiresAt: string | null;
                            createdAt: string;
                            /** @description the ARN that signed the call, or local */
                            createdBy: string;
                            updatedAt: string;
                        }[];
                        /** @description cursor of the next page */
                        next: string | null;
                    };
                };
            };
            /** @description Refused or failed; nothing was changed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    postAccountsAccountIdAccessKeys: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                accountId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    rights: "full" | "readOnly";
                    /** @default  */
                    description?: string;
                    /**
                     * @description makes a temporary key with a security token
                     * @default null
                     */
                    temporaryHours?: number | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        accessKeyId: string;
                        accountId: string;
                        /** @enum {string} */
                        rights: "full" | "readOnly";
                        description: string;
                        /** @enum {string} */
                        status: "active" | "revoked";
                        /** @description until when the secret before the last rotation counts */
                        previousValidUntil: string | null;
                        /** @description end of a temporary key */
                        expiresAt: string | null;
                        createdAt: string;
                        /** @description the ARN that signed the call, or local */
                        createdBy: string;
                        updatedAt: string;
                        /** @description told this once */
                        accessKeySecret: string;
                        /** @description of a temporary key; told this once */
                        securityToken: string | null;
                    };
                };
            };
            /** @description Refused or failed; nothing was changed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    postAccountsAccountIdAccessKeysAccessKeyIdRotate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                accountId: string;
                accessKeyId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description how long the old secret still counts; 0 ends it at once
                     * @default 24
                     */
                    graceHours?: number;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        accessKeyId: string;
                        accountId: string;
                        /** @enum {string} */
                        rights: "full" | "readOnly";
                        description: string;
                        /** @enum {string} */
                        status: "active" | "revoked";
                        /** @description until when the secret before the last rotation counts */
                        previousValidUntil: string | null;
                        /** @description end of a temporary key */
                        expiresAt: string | null;
                        createdAt: string;
                        /** @description the ARN that signed the call, or local */
                        createdBy: string;
                        updatedAt: string;
                        /** @description told this once */
                        accessKeySecret: string;
                        /** @description of a temporary key; told this once */
                        securityToken: string | null;
                    };
                };
            };
            /** @description AccessKeyNotFound */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Refused or failed; nothing was changed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    deleteAccountsAccountIdAccessKeysAccessKeyId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                accountId: string;
                accessKeyId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        accessKeyId: string;
                        accountId: string;
                        /** @enum {string} */
                        rights: "full" | "readOnly";
                        description: string;
                        /** @enum {string} */
                        status: "active" | "revoked";
                        /** @description until when the secret before the last rotation counts */
                        previousValidUntil: string | null;
                        /** @description end of a temporary key */
                        expiresAt: string | null;
                        createdAt: string;
                        /** @description the ARN that signed the call, or local */
                        createdBy: string;
                        updatedAt: string;
                    };
                };
            };
            /** @description AccessKeyNotFound */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Refused or failed; nothing was changed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getAccountsAccountIdExplain: {
        parameters: {
            query: {
                resource: string;
                key?: string;
            };
            header?: never;
            path: {
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        resource: string;
                        exists: boolean;
                        keys: {
                            key: string;
                            /** @description null when there is no such tag */
                            value: string | null;
                            /** @enum {string} */
                            origin: "inherited" | "own" | "absent";
                            /** @description why it is as it is */
                            why: string;
                            /** @description what the next look at the resource would do */
                            pending: {
                                /** @enum {string} */
                                action: "set" | "remove" | "close";
                                reason: string;
                                value: string | null;
                            } | null;
                            contest: {
                                since: string;
                                /** @description who, as the event claims; null when none named anybody */
                                by: string | null;
                                /** @description the value they had put there; null when they removed it */
                                theirs: string | null;
                            } | null;
                            /** @description the one that wins first */
                            parents: {
                                primary: string;
                                rule: string | null;
                                /** @description the parent's own value; null when it has no such tag */
                                value: string | null;
                                /** @description wins, or why not */
                                verdict: string;
                            }[];
                            /** @description the resource first, then each primary up to the source */
                            chain: {
                                resource: string;
                                /** @description its tag now; null when it has none */
                                value: string | null;
                                /** @description how it came there; null at the source */
                                inherited: {
                                    rule: string;
                                    primary: string;
                                    since: string;
                                    cause: {
                                        eventId: string;
                                        /** @description API call of the event; Sweep, ApplyToExistingResources or ResumeContested where we looked ourselves */
                                        eventName: string;
                                        eventTime: string;
                                        /** @description who did it */
                                        principal: string;
                                        /** @description true where principal is what an event claims: whoever may send events can claim any; the audit trail has who sent it */
                                        isClaimed: boolean;
                                    };
                                    /** @description the value it took the place of */
                                    displaced: string | null;
                                } | null;
                            }[];
                        }[];
                    };
                };
            };
            /** @description InvalidParameter.Resource */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Refused or failed; nothing was changed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getAccountsAccountIdHeirs: {
        parameters: {
            query: {
                resource: string;
                rule?: string;
                /** @description all keys that the resource has, or that came from it, unless given */
                key?: string;
                /** @description items on a page */
                limit?: number;
                /** @description `next` of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        resource: string;
                        heirs: {
                            resource: string;
                            type: string;
                            rule: string | null;
                            exists: boolean;
                            keys: {
                                key: string;
                                /** @description null when there is no such tag */
                                value: string | null;
                                /** @enum {string} */
                                origin: "inherited" | "own" | "absent";
                                /** @description why it is as it is */
                                why: string;
                                /** @description what the next look at the resource would do */
                                pending: {
                                    /** @enum {string} */
                                    action: "set" | "remove" | "close";
                                    reason: string;
                                    value: string | null;
                                } | null;
                                contest: {
                                    since: string;
                                    /** @description who, as the event claims; null when none named anybody */
                                    by: string | null;
                                    /** @description the value they had put there; null when they removed it */
                                    theirs: string | null;
                                } | null;
                                /** @description what comes there of this resource's tag: wins, or why not */
                                verdict: string;
                            }[];
                        }[];
                        /** @description cursor of the next page */
                        next: string | null;
                    };
                };
            };
            /** @description InvalidParameter.Cursor, InvalidParameter.Resource, InvalidParameter.SettingName */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Refused or failed; nothing was changed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getAccountsAccountIdHistory: {
        parameters: {
            query?: {
                /** @description ARN of an associated resource */
                resource?: string;
                /** @description only what was done under this rule */
                settingName?: string;
                /** @description only what was done to this tag key */
                key?: string;
                /** @description only what was done on this event of the cloud */
                eventId?: string;
                /** @description first moment, ISO 8601; the beginning unless given */
                from?: string;
                /** @description last moment, ISO 8601; now unless given. A day alone is its first moment, UTC */
                to?: string;
                /** @description items on a page */
                limit?: number;
                /** @description `next` of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        entries: {
                            time: string;
                            resource: string;
                            key: string;
                            /** @enum {string} */
                            action: "set" | "removed" | "restored" | "refused" | "handed over" | "closed" | "adopted";
                            /** @description what stands there afterwards, null for no tag; of a refusal: what was asked for */
                            value: string | null;
                            /** @description what stood there before; null for no tag */
                            previous: string | null;
                            rule: string;
                            primary: string;
                            reason: string;
                            cause: {
                                eventId: string;
                                /** @description API call of the event; Sweep, ApplyToExistingResources or ResumeContested where we looked ourselves */
                                eventName: string;
                                eventTime: string;
                                /** @description who did it */
                                principal: string;
                                /** @description true where principal is what an event claims: whoever may send events can claim any; the audit trail has who sent it */
                                isClaimed: boolean;
                            };
                        }[];
                        /** @description cursor of the next page */
                        next: string | null;
                    };
                };
            };
            /** @description InvalidParameter.SettingName, InvalidParameter.Cursor, InvalidParameter.Resource */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Refused or failed; nothing was changed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getAccountsAccountIdStats: {
        parameters: {
            query?: {
                /** @description first moment, ISO 8601; the beginning unless given */
                from?: string;
                /** @description last moment, ISO 8601; now unless given. A day alone is its first moment, UTC */
                to?: string;
                /** @description `next` of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        from: string;
                        to: string;
                        /** @description those in which something was done, the latest first */
                        hours: {
                            set: number;
                            removed: number;
                            restored: number;
                            /** @description those that are contested not counted */
                            refused: number;
                            contested: number;
                            /** @description closed, handed over, or adopted from another primary */
                            closed: number;
                            /** @description from the cloud's event to our decision */
                            lag: {
                                /** @description changes that have an event of the cloud */
                                count: number;
                                p50Ms: number | null;
                                p99Ms: number | null;
                                /** @description [upper end in ms, null for no end; how many]: the same ends everywhere, to add */
                                buckets: [
                                    number | null,
                                    number
                                ][];
                            };
                            /** @description its first moment, UTC */
                            hour: string;
                        }[];
                        total: {
                            set: number;
                            removed: number;
                            restored: number;
                            /** @description those that are contested not counted */
                            refused: number;
                            contested: number;
                            /** @description closed, handed over, or adopted from another primary */
                            closed: number;
                            /** @description from the cloud's event to our decision */
                            lag: {
                                /** @description changes that have an event of the cloud */
                                count: number;
                                p50Ms: number | null;
                                p99Ms: number | null;
                                /** @description [upper end in ms, null for no end; how many]: the same ends everywhere, to add */
                                buckets: [
                                    number | null,
                                    number
                                ][];
                            };
                        };
                        /** @description the earliest that was read; null when all of the range was */
                        readDownTo: string | null;
                        /** @description cursor of the next page */
                        next: string | null;
                    };
                };
            };
            /** @description InvalidParameter.Cursor, InvalidParameter.From */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Refused or failed; nothing was changed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getAccountsAccountIdCoverage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description the last one that came to its end; null while there is none */
                        sweep: {
                            id: string;
                            /** @description null for one over all accounts */
                            accountId: string | null;
                            startedAt: string;
                            finishedAt: string | null;
                        } | null;
                        /** @description the rules that it saw something of, in the order of the catalogue */
                        rules: {
                            /** @description associations that it looked at */
                            looked: number;
                            /** @description resources of which a tag was wrong; it was made right */
                            wrong: number;
                            /** @description tags that are inherited over these associations */
                            tags: number;
                            /** @description how many of 100 were right; 100 only if all were, null if there are none */
                            percent: number | null;
                            settingName: string;
                        }[];
                        total: {
                            /** @description associations that it looked at */
                            looked: number;
                            /** @description resources of which a tag was wrong; it was made right */
                            wrong: number;
                            /** @description tags that are inherited over these associations */
                            tags: number;
                            /** @description how many of 100 were right; 100 only if all were, null if there are none */
                            percent: number | null;
                        };
                    };
                };
            };
            /** @description Refused or failed; nothing was changed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getAccountsAccountIdContested: {
        parameters: {
            query?: {
                /** @description items on a page */
                limit?: number;
                /** @description `next` of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        contested: {
                            since: string;
                            /** @description who, as the event claims; null when none named anybody */
                            by: string | null;
                            /** @description the value they had put there; null when they removed it */
                            theirs: string | null;
                            resource: string;
                            key: string;
                            /** @description what we wrote last */
                            value: string;
                            rule: string;
                            primary: string;
                        }[];
                        /** @description cursor of the next page */
                        next: string | null;
                    };
                };
            };
            /** @description InvalidParameter.Cursor */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Refused or failed; nothing was changed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    postAccountsAccountIdContestedResume: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                accountId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    resource: string;
                    key: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        resource: string;
                        key: string;
                    };
                };
            };
            /** @description InvalidParameter.Resource */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description NotContested */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Refused or failed; nothing was changed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getAccountsAccountIdAudit: {
        parameters: {
            query?: {
                /** @description first moment, ISO 8601; the beginning unless given */
                from?: string;
                /** @description last moment, ISO 8601; now unless given. A day alone is its first moment, UTC */
                to?: string;
                requestId?: string;
                /** @description part of who asked; capitals do not matter */
                principal?: string;
                /** @description part of method and path; capitals do not matter */
                action?: string;
                /** @description items on a page */
                limit?: number;
                /** @description `next` of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        entries: {
                            time: string;
                            requestId: string;
                            /** @description the ARN that signed the call, or local */
                            principal: string;
                            /** @description method and path */
                            action: string;
                            /** @description what the path names */
                            target: {
                                [key: string]: string;
                            };
                            /** @description the body; null for events, which are counted */
                            input: unknown;
                            /**
                             * @description started: cut off, may have happened; partly: some of several things were not done
                             * @enum {string}
                             */
                            outcome: "started" | "done" | "partly" | "refused" | "failed";
                            /** @description code of the error, or of the first of several */
                            code: string | null;
                            /** @description what came of it, where several things were asked for */
                            counts: {
                                [key: string]: number;
                            } | null;
                        }[];
                        /** @description cursor of the next page */
                        next: string | null;
                    };
                };
            };
            /** @description Refused or failed; nothing was changed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getStageAudit: {
        parameters: {
            query?: {
                /** @description first moment, ISO 8601; the beginning unless given */
                from?: string;
                /** @description last moment, ISO 8601; now unless given. A day alone is its first moment, UTC */
                to?: string;
                requestId?: string;
                /** @description part of who asked; capitals do not matter */
                principal?: string;
                /** @description part of method and path; capitals do not matter */
                action?: string;
                /** @description items on a page */
                limit?: number;
                /** @description `next` of the page before */
                cursor?: string;
                /** @description Account of the cloud. A local runner takes 1000000000000001 unless given; a deployed stage refuses the call. */
                accountId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        entries: {
                            time: string;
                            requestId: string;
                            /** @description the ARN that signed the call, or local */
                            principal: string;
                            /** @description method and path */
                            action: string;
                            /** @description what the path names */
                            target: {
                                [key: string]: string;
                            };
                            /** @description the body; null for events, which are counted */
                            input: unknown;
                            /**
                             * @description started: cut off, may have happened; partly: some of several things were not done
                             * @enum {string}
                             */
                            outcome: "started" | "done" | "partly" | "refused" | "failed";
                            /** @description code of the error, or of the first of several */
                            code: string | null;
                            /** @description what came of it, where several things were asked for */
                            counts: {
                                [key: string]: number;
                            } | null;
                        }[];
                        /** @description cursor of the next page */
                        next: string | null;
                    };
                };
            };
            /** @description Refused or failed; nothing was changed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    postEvents: {
        parameters: {
            query?: {
                /** @description true: put nothing onto the bus, and only say how many resources each would touch */
                dryRun?: "true" | "false";
                /** @description Account of the cloud. A local runner takes 1000000000000001 unless given; a deployed stage refuses the call. */
                accountId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": ((({
                    /** @description the call, such as AttachDisk */
                    eventName: string;
                    /** @description the product, such as Ecs */
                    serviceName: string;
                    /** @description names the event in history and logs */
                    eventId?: unknown;
                    /** @description ISO 8601, UTC unless it says another zone; or an epoch */
                    eventTime?: unknown;
                    /** @description such as cn-hangzhou */
                    acsRegion?: unknown;
                    /** @description the account; else userIdentity's, else the sender's */
                    recipientAccountId?: string | number | null;
                    /** @description the call failed: touches nothing */
                    errorCode?: unknown;
                    /** @description parameters of the call, which name resources; object or JSON text */
                    requestParameters?: unknown;
                    /** @description the answer, which names what was made; object or JSON text */
                    responseElements?: unknown;
                    /** @description resources by type: {"ACS::ECS::Disk": ["d-1"]} */
                    referencedResources?: unknown;
                } & {
                    [key: string]: unknown;
                }) | ({
                    specversion: unknown;
                    /** @description <product>:ActionTrail:<event type> */
                    type: string;
                    data?: ({
                        /** @description the call, such as AttachDisk */
                        eventName: string;
                        /** @description the product, such as Ecs */
                        serviceName: string;
                        /** @description names the event in history and logs */
                        eventId?: unknown;
                        /** @description ISO 8601, UTC unless it says another zone; or an epoch */
                        eventTime?: unknown;
                        /** @description such as cn-hangzhou */
                        acsRegion?: unknown;
                        /** @description the account; else userIdentity's, else the sender's */
                        recipientAccountId?: string | number | null;
                        /** @description the call failed: touches nothing */
                        errorCode?: unknown;
                        /** @description parameters of the call, which name resources; object or JSON text */
                        requestParameters?: unknown;
                        /** @description the answer, which names what was made; object or JSON text */
                        responseElements?: unknown;
                        /** @description resources by type: {"ACS::ECS::Disk": ["d-1"]} */
                        referencedResources?: unknown;
                    } & {
                        [key: string]: unknown;
                    }) | string;
                    data_base64?: string;
                } & {
                    [key: string]: unknown;
                }) | ({
                    "detail-type": string;
                    detail: ({
                        /** @description the call, such as AttachDisk */
                        eventName: string;
                        /** @description the product, such as Ecs */
                        serviceName: string;
                        /** @description names the event in history and logs */
                        eventId?: unknown;
                        /** @description ISO 8601, UTC unless it says another zone; or an epoch */
                        eventTime?: unknown;
                        /** @description such as cn-hangzhou */
                        acsRegion?: unknown;
                        /** @description the account; else userIdentity's, else the sender's */
                        recipientAccountId?: string | number | null;
                        /** @description the call failed: touches nothing */
                        errorCode?: unknown;
                        /** @description parameters of the call, which name resources; object or JSON text */
                        requestParameters?: unknown;
                        /** @description the answer, which names what was made; object or JSON text */
                        responseElements?: unknown;
                        /** @description resources by type: {"ACS::ECS::Disk": ["d-1"]} */
                        referencedResources?: unknown;
                    } & {
                        [key: string]: unknown;
                    }) | ({
                        specversion: unknown;
                        /** @description <product>:ActionTrail:<event type> */
                        type: string;
                        data?: ({
                            /** @description the call, such as AttachDisk */
                            eventName: string;
                            /** @description the product, such as Ecs */
                            serviceName: string;
                            /** @description names the event in history and logs */
                            eventId?: unknown;
                            /** @description ISO 8601, UTC unless it says another zone; or an epoch */
                            eventTime?: unknown;
                            /** @description such as cn-hangzhou */
                            acsRegion?: unknown;
                            /** @description the account; else userIdentity's, else the sender's */
                            recipientAccountId?: string | number | null;
                            /** @description the call failed: touches nothing */
                            errorCode?: unknown;
                            /** @description parameters of the call, which name resources; object or JSON text */
                            requestParameters?: unknown;
                            /** @description the answer, which names what was made; object or JSON text */
                            responseElements?: unknown;
                            /** @description resources by type: {"ACS::ECS::Disk": ["d-1"]} */
                            referencedResources?: unknown;
                        } & {
                            [key: string]: unknown;
                        }) | string;
                        data_base64?: string;
                    } & {
                        [key: string]: unknown;
                    }) | string;
                } & {
                    [key: string]: unknown;
                }) | string) | (({
                    /** @description the call, such as AttachVolume */
                    eventName: string;
                    /** @description the service, such as ec2.amazonaws.com */
                    eventSource: string;
                    /** @description names the event in history and logs */
                    eventID?: unknown;
                    /** @description ISO 8601, UTC; or an epoch */
                    eventTime?: unknown;
                    /** @description such as us-east-1 */
                    awsRegion?: unknown;
                    /** @description the account; else userIdentity's, else the sender's */
                    recipientAccountId?: unknown;
                    /** @description the call failed: touches nothing */
                    errorCode?: unknown;
                    /** @description parameters of the call, which name resources */
                    requestParameters?: unknown;
                    /** @description the answer, which names what was made */
                    responseElements?: unknown;
                } & {
                    [key: string]: unknown;
                }) | ({
                    CloudTrailEvent: ({
                        /** @description the call, such as AttachVolume */
                        eventName: string;
                        /** @description the service, such as ec2.amazonaws.com */
                        eventSource: string;
                        /** @description names the event in history and logs */
                        eventID?: unknown;
                        /** @description ISO 8601, UTC; or an epoch */
                        eventTime?: unknown;
                        /** @description such as us-east-1 */
                        awsRegion?: unknown;
                        /** @description the account; else userIdentity's, else the sender's */
                        recipientAccountId?: unknown;
                        /** @description the call failed: touches nothing */
                        errorCode?: unknown;
                        /** @description parameters of the call, which name resources */
                        requestParameters?: unknown;
                        /** @description the answer, which names what was made */
                        responseElements?: unknown;
                    } & {
                        [key: string]: unknown;
                    }) | string;
                } & {
                    [key: string]: unknown;
                }) | ({
                    /** @description such as aws.tag */
                    source: string;
                    /** @description such as Tag Change on Resource */
                    "detail-type": string;
                    account?: unknown;
                    region?: unknown;
                    time?: unknown;
                    /** @description ARNs that a notice names */
                    resources?: unknown;
                    detail: {
                        [key: string]: unknown;
                    } | string;
                } & {
                    [key: string]: unknown;
                }))) | ((({
                    /** @description the call, such as AttachDisk */
                    eventName: string;
                    /** @description the product, such as Ecs */
                    serviceName: string;
                    /** @description names the event in history and logs */
                    eventId?: unknown;
                    /** @description ISO 8601, UTC unless it says another zone; or an epoch */
                    eventTime?: unknown;
                    /** @description such as cn-hangzhou */
                    acsRegion?: unknown;
                    /** @description the account; else userIdentity's, else the sender's */
                    recipientAccountId?: string | number | null;
                    /** @description the call failed: touches nothing */
                    errorCode?: unknown;
                    /** @description parameters of the call, which name resources; object or JSON text */
                    requestParameters?: unknown;
                    /** @description the answer, which names what was made; object or JSON text */
                    responseElements?: unknown;
                    /** @description resources by type: {"ACS::ECS::Disk": ["d-1"]} */
                    referencedResources?: unknown;
                } & {
                    [key: string]: unknown;
                }) | ({
                    specversion: unknown;
                    /** @description <product>:ActionTrail:<event type> */
                    type: string;
                    data?: ({
                        /** @description the call, such as AttachDisk */
                        eventName: string;
                        /** @description the product, such as Ecs */
                        serviceName: string;
                        /** @description names the event in history and logs */
                        eventId?: unknown;
                        /** @description ISO 8601, UTC unless it says another zone; or an epoch */
                        eventTime?: unknown;
                        /** @description such as cn-hangzhou */
                        acsRegion?: unknown;
                        /** @description the account; else userIdentity's, else the sender's */
                        recipientAccountId?: string | number | null;
                        /** @description the call failed: touches nothing */
                        errorCode?: unknown;
                        /** @description parameters of the call, which name resources; object or JSON text */
                        requestParameters?: unknown;
                        /** @description the answer, which names what was made; object or JSON text */
                        responseElements?: unknown;
                        /** @description resources by type: {"ACS::ECS::Disk": ["d-1"]} */
                        referencedResources?: unknown;
                    } & {
                        [key: string]: unknown;
                    }) | string;
                    data_base64?: string;
                } & {
                    [key: string]: unknown;
                }) | ({
                    "detail-type": string;
                    detail: ({
                        /** @description the call, such as AttachDisk */
                        eventName: string;
                        /** @description the product, such as Ecs */
                        serviceName: string;
                        /** @description names the event in history and logs */
                        eventId?: unknown;
                        /** @description ISO 8601, UTC unless it says another zone; or an epoch */
                        eventTime?: unknown;
                        /** @description such as cn-hangzhou */
                        acsRegion?: unknown;
                        /** @description the account; else userIdentity's, else the sender's */
                        recipientAccountId?: string | number | null;
                        /** @description the call failed: touches nothing */
                        errorCode?: unknown;
                        /** @description parameters of the call, which name resources; object or JSON text */
                        requestParameters?: unknown;
                        /** @description the answer, which names what was made; object or JSON text */
                        responseElements?: unknown;
                        /** @description resources by type: {"ACS::ECS::Disk": ["d-1"]} */
                        referencedResources?: unknown;
                    } & {
                        [key: string]: unknown;
                    }) | ({
                        specversion: unknown;
                        /** @description <product>:ActionTrail:<event type> */
                        type: string;
                        data?: ({
                            /** @description the call, such as AttachDisk */
                            eventName: string;
                            /** @description the product, such as Ecs */
                            serviceName: string;
                            /** @description names the event in history and logs */
                            eventId?: unknown;
                            /** @description ISO 8601, UTC unless it says another zone; or an epoch */
                            eventTime?: unknown;
                            /** @description such as cn-hangzhou */
                            acsRegion?: unknown;
                            /** @description the account; else userIdentity's, else the sender's */
                            recipientAccountId?: string | number | null;
                            /** @description the call failed: touches nothing */
                            errorCode?: unknown;
                            /** @description parameters of the call, which name resources; object or JSON text */
                            requestParameters?: unknown;
                            /** @description the answer, which names what was made; object or JSON text */
                            responseElements?: unknown;
                            /** @description resources by type: {"ACS::ECS::Disk": ["d-1"]} */
                            referencedResources?: unknown;
                        } & {
                            [key: string]: unknown;
                        }) | string;
                        data_base64?: string;
                    } & {
                        [key: string]: unknown;
                    }) | string;
                } & {
                    [key: string]: unknown;
                }) | string) | (({
                    /** @description the call, such as AttachVolume */
                    eventName: string;
                    /** @description the service, such as ec2.amazonaws.com */
                    eventSource: string;
                    /** @description names the event in history and logs */
                    eventID?: unknown;
                    /** @description ISO 8601, UTC; or an epoch */
                    eventTime?: unknown;
                    /** @description such as us-east-1 */
                    awsRegion?: unknown;
                    /** @description the account; else userIdentity's, else the sender's */
                    recipientAccountId?: unknown;
                    /** @description the call failed: touches nothing */
                    errorCode?: unknown;
                    /** @description parameters of the call, which name resources */
                    requestParameters?: unknown;
                    /** @description the answer, which names what was made */
                    responseElements?: unknown;
                } & {
                    [key: string]: unknown;
                }) | ({
                    CloudTrailEvent: ({
                        /** @description the call, such as AttachVolume */
                        eventName: string;
                        /** @description the service, such as ec2.amazonaws.com */
                        eventSource: string;
                        /** @description names the event in history and logs */
                        eventID?: unknown;
                        /** @description ISO 8601, UTC; or an epoch */
                        eventTime?: unknown;
                        /** @description such as us-east-1 */
                        awsRegion?: unknown;
                        /** @description the account; else userIdentity's, else the sender's */
                        recipientAccountId?: unknown;
                        /** @description the call failed: touches nothing */
                        errorCode?: unknown;
                        /** @description parameters of the call, which name resources */
                        requestParameters?: unknown;
                        /** @description the answer, which names what was made */
                        responseElements?: unknown;
                    } & {
                        [key: string]: unknown;
                    }) | string;
                } & {
                    [key: string]: unknown;
                }) | ({
                    /** @description such as aws.tag */
                    source: string;
                    /** @description such as Tag Change on Resource */
                    "detail-type": string;
                    account?: unknown;
                    region?: unknown;
                    time?: unknown;
                    /** @description ARNs that a notice names */
                    resources?: unknown;
                    detail: {
                        [key: string]: unknown;
                    } | string;
                } & {
                    [key: string]: unknown;
                })))[];
            };
        };
        responses: {
            /** @description Done. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description events that are events, whether they touch something or not */
                        accepted: number;
                        /** @description events that touch something, and were put onto the bus */
                        touching: number;
                        events: {
                            index: number;
                            /** @description resources that the event touches; they are looked at */
                            touched: number;
                            /** @description why it touches nothing */
                            reason: string | null;
                        }[];
                        rejected: {
                            index: number;
                            /** @enum {string} */
                            code: "InvalidEvent" | "ForeignAccount" | "EventTooLarge";
                            message: string;
                        }[];
                    };
                };
            };
            /** @description NumberExceed.Events */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Refused or failed; nothing was changed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    postAccountsAccountIdEvents: {
        parameters: {
            query?: {
                /** @description true: put nothing onto the bus, and only say how many resources each would touch */
                dryRun?: "true" | "false";
            };
            header?: never;
            path: {
                accountId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": ((({
                    /** @description the call, such as AttachDisk */
                    eventName: string;
                    /** @description the product, such as Ecs */
                    serviceName: string;
                    /** @description names the event in history and logs */
                    eventId?: unknown;
                    /** @description ISO 8601, UTC unless it says another zone; or an epoch */
                    eventTime?: unknown;
                    /** @description such as cn-hangzhou */
                    acsRegion?: unknown;
                    /** @description the account; else userIdentity's, else the sender's */
                    recipientAccountId?: string | number | null;
                    /** @description the call failed: touches nothing */
                    errorCode?: unknown;
                    /** @description parameters of the call, which name resources; object or JSON text */
                    requestParameters?: unknown;
                    /** @description the answer, which names what was made; object or JSON text */
                    responseElements?: unknown;
                    /** @description resources by type: {"ACS::ECS::Disk": ["d-1"]} */
                    referencedResources?: unknown;
                } & {
                    [key: string]: unknown;
                }) | ({
                    specversion: unknown;
                    /** @description <product>:ActionTrail:<event type> */
                    type: string;
                    data?: ({
                        /** @description the call, such as AttachDisk */
                        eventName: string;
                        /** @description the product, such as Ecs */
                        serviceName: string;
                        /** @description names the event in history and logs */
                        eventId?: unknown;
                        /** @description ISO 8601, UTC unless it says another zone; or an epoch */
                        eventTime?: unknown;
                        /** @description such as cn-hangzhou */
                        acsRegion?: unknown;
                        /** @description the account; else userIdentity's, else the sender's */
                        recipientAccountId?: string | number | null;
                        /** @description the call failed: touches nothing */
                        errorCode?: unknown;
                        /** @description parameters of the call, which name resources; object or JSON text */
                        requestParameters?: unknown;
                        /** @description the answer, which names what was made; object or JSON text */
                        responseElements?: unknown;
                        /** @description resources by type: {"ACS::ECS::Disk": ["d-1"]} */
                        referencedResources?: unknown;
                    } & {
                        [key: string]: unknown;
                    }) | string;
                    data_base64?: string;
                } & {
                    [key: string]: unknown;
                }) | ({
                    "detail-type": string;
                    detail: ({
                        /** @description the call, such as AttachDisk */
                        eventName: string;
                        /** @description the product, such as Ecs */
                        serviceName: string;
                        /** @description names the event in history and logs */
                        eventId?: unknown;
                        /** @description ISO 8601, UTC unless it says another zone; or an epoch */
                        eventTime?: unknown;
                        /** @description such as cn-hangzhou */
                        acsRegion?: unknown;
                        /** @description the account; else userIdentity's, else the sender's */
                        recipientAccountId?: string | number | null;
                        /** @description the call failed: touches nothing */
                        errorCode?: unknown;
                        /** @description parameters of the call, which name resources; object or JSON text */
                        requestParameters?: unknown;
                        /** @description the answer, which names what was made; object or JSON text */
                        responseElements?: unknown;
                        /** @description resources by type: {"ACS::ECS::Disk": ["d-1"]} */
                        referencedResources?: unknown;
                    } & {
                        [key: string]: unknown;
                    }) | ({
                        specversion: unknown;
                        /** @description <product>:ActionTrail:<event type> */
                        type: string;
                        data?: ({
                            /** @description the call, such as AttachDisk */
                            eventName: string;
                            /** @description the product, such as Ecs */
                            serviceName: string;
                            /** @description names the event in history and logs */
                            eventId?: unknown;
                            /** @description ISO 8601, UTC unless it says another zone; or an epoch */
                            eventTime?: unknown;
                            /** @description such as cn-hangzhou */
                            acsRegion?: unknown;
                            /** @description the account; else userIdentity's, else the sender's */
                            recipientAccountId?: string | number | null;
                            /** @description the call failed: touches nothing */
                            errorCode?: unknown;
                            /** @description parameters of the call, which name resources; object or JSON text */
                            requestParameters?: unknown;
                            /** @description the answer, which names what was made; object or JSON text */
                            responseElements?: unknown;
                            /** @description resources by type: {"ACS::ECS::Disk": ["d-1"]} */
                            referencedResources?: unknown;
                        } & {
                            [key: string]: unknown;
                        }) | string;
                        data_base64?: string;
                    } & {
                        [key: string]: unknown;
                    }) | string;
                } & {
                    [key: string]: unknown;
                }) | string) | (({
                    /** @description the call, such as AttachVolume */
                    eventName: string;
                    /** @description the service, such as ec2.amazonaws.com */
                    eventSource: string;
                    /** @description names the event in history and logs */
                    eventID?: unknown;
                    /** @description ISO 8601, UTC; or an epoch */
                    eventTime?: unknown;
                    /** @description such as us-east-1 */
                    awsRegion?: unknown;
                    /** @description the account; else userIdentity's, else the sender's */
                    recipientAccountId?: unknown;
                    /** @description the call failed: touches nothing */
                    errorCode?: unknown;
                    /** @description parameters of the call, which name resources */
                    requestParameters?: unknown;
                    /** @description the answer, which names what was made */
                    responseElements?: unknown;
                } & {
                    [key: string]: unknown;
                }) | ({
                    CloudTrailEvent: ({
                        /** @description the call, such as AttachVolume */
                        eventName: string;
                        /** @description the service, such as ec2.amazonaws.com */
                        eventSource: string;
                        /** @description names the event in history and logs */
                        eventID?: unknown;
                        /** @description ISO 8601, UTC; or an epoch */
                        eventTime?: unknown;
                        /** @description such as us-east-1 */
                        awsRegion?: unknown;
                        /** @description the account; else userIdentity's, else the sender's */
                        recipientAccountId?: unknown;
                        /** @description the call failed: touches nothing */
                        errorCode?: unknown;
                        /** @description parameters of the call, which name resources */
                        requestParameters?: unknown;
                        /** @description the answer, which names what was made */
                        responseElements?: unknown;
                    } & {
                        [key: string]: unknown;
                    }) | string;
                } & {
                    [key: string]: unknown;
                }) | ({
                    /** @description such as aws.tag */
                    source: string;
                    /** @description such as Tag Change on Resource */
                    "detail-type": string;
                    account?: unknown;
                    region?: unknown;
                    time?: unknown;
                    /** @description ARNs that a notice names */
                    resources?: unknown;
                    detail: {
                        [key: string]: unknown;
                    } | string;
                } & {
                    [key: string]: unknown;
                }))) | ((({
                    /** @description the call, such as AttachDisk */
                    eventName: string;
                    /** @description the product, such as Ecs */
                    serviceName: string;
                    /** @description names the event in history and logs */
                    eventId?: unknown;
                    /** @description ISO 8601, UTC unless it says another zone; or an epoch */
                    eventTime?: unknown;
                    /** @description such as cn-hangzhou */
                    acsRegion?: unknown;
                    /** @description the account; else userIdentity's, else the sender's */
                    recipientAccountId?: string | number | null;
                    /** @description the call failed: touches nothing */
                    errorCode?: unknown;
                    /** @description parameters of the call, which name resources; object or JSON text */
                    requestParameters?: unknown;
                    /** @description the answer, which names what was made; object or JSON text */
                    responseElements?: unknown;
                    /** @description resources by type: {"ACS::ECS::Disk": ["d-1"]} */
                    referencedResources?: unknown;
                } & {
                    [key: string]: unknown;
                }) | ({
                    specversion: unknown;
                    /** @description <product>:ActionTrail:<event type> */
                    type: string;
                    data?: ({
                        /** @description the call, such as AttachDisk */
                        eventName: string;
                        /** @description the product, such as Ecs */
                        serviceName: string;
                        /** @description names the event in history and logs */
                        eventId?: unknown;
                        /** @description ISO 8601, UTC unless it says another zone; or an epoch */
                        eventTime?: unknown;
                        /** @description such as cn-hangzhou */
                        acsRegion?: unknown;
                        /** @description the account; else userIdentity's, else the sender's */
                        recipientAccountId?: string | number | null;
                        /** @description the call failed: touches nothing */
                        errorCode?: unknown;
                        /** @description parameters of the call, which name resources; object or JSON text */
                        requestParameters?: unknown;
                        /** @description the answer, which names what was made; object or JSON text */
                        responseElements?: unknown;
                        /** @description resources by type: {"ACS::ECS::Disk": ["d-1"]} */
                        referencedResources?: unknown;
                    } & {
                        [key: string]: unknown;
                    }) | string;
                    data_base64?: string;
                } & {
                    [key: string]: unknown;
                }) | ({
                    "detail-type": string;
                    detail: ({
                        /** @description the call, such as AttachDisk */
                        eventName: string;
                        /** @description the product, such as Ecs */
                        serviceName: string;
                        /** @description names the event in history and logs */
                        eventId?: unknown;
                        /** @description ISO 8601, UTC unless it says another zone; or an epoch */
                        eventTime?: unknown;
                        /** @description such as cn-hangzhou */
                        acsRegion?: unknown;
                        /** @description the account; else userIdentity's, else the sender's */
                        recipientAccountId?: string | number | null;
                        /** @description the call failed: touches nothing */
                        errorCode?: unknown;
                        /** @description parameters of the call, which name resources; object or JSON text */
                        requestParameters?: unknown;
                        /** @description the answer, which names what was made; object or JSON text */
                        responseElements?: unknown;
                        /** @description resources by type: {"ACS::ECS::Disk": ["d-1"]} */
                        referencedResources?: unknown;
                    } & {
                        [key: string]: unknown;
                    }) | ({
                        specversion: unknown;
                        /** @description <product>:ActionTrail:<event type> */
                        type: string;
                        data?: ({
                            /** @description the call, such as AttachDisk */
                            eventName: string;
                            /** @description the product, such as Ecs */
                            serviceName: string;
                            /** @description names the event in history and logs */
                            eventId?: unknown;
                            /** @description ISO 8601, UTC unless it says another zone; or an epoch */
                            eventTime?: unknown;
                            /** @description such as cn-hangzhou */
                            acsRegion?: unknown;
                            /** @description the account; else userIdentity's, else the sender's */
                            recipientAccountId?: string | number | null;
                            /** @description the call failed: touches nothing */
                            errorCode?: unknown;
                            /** @description parameters of the call, which name resources; object or JSON text */
                            requestParameters?: unknown;
                            /** @description the answer, which names what was made; object or JSON text */
                            responseElements?: unknown;
                            /** @description resources by type: {"ACS::ECS::Disk": ["d-1"]} */
                            referencedResources?: unknown;
                        } & {
                            [key: string]: unknown;
                        }) | string;
                        data_base64?: string;
                    } & {
                        [key: string]: unknown;
                    }) | string;
                } & {
                    [key: string]: unknown;
                }) | string) | (({
                    /** @description the call, such as AttachVolume */
                    eventName: string;
                    /** @description the service, such as ec2.amazonaws.com */
                    eventSource: string;
                    /** @description names the event in history and logs */
                    eventID?: unknown;
                    /** @description ISO 8601, UTC; or an epoch */
                    eventTime?: unknown;
                    /** @description such as us-east-1 */
                    awsRegion?: unknown;
                    /** @description the account; else userIdentity's, else the sender's */
                    recipientAccountId?: unknown;
                    /** @description the call failed: touches nothing */
                    errorCode?: unknown;
                    /** @description parameters of the call, which name resources */
                    requestParameters?: unknown;
                    /** @description the answer, which names what was made */
                    responseElements?: unknown;
                } & {
                    [key: string]: unknown;
                }) | ({
                    CloudTrailEvent: ({
                        /** @description the call, such as AttachVolume */
                        eventName: string;
                        /** @description the service, such as ec2.amazonaws.com */
                        eventSource: string;
                        /** @description names the event in history and logs */
                        eventID?: unknown;
                        /** @description ISO 8601, UTC; or an epoch */
                        eventTime?: unknown;
                        /** @description such as us-east-1 */
                        awsRegion?: unknown;
                        /** @description the account; else userIdentity's, else the sender's */
                        recipientAccountId?: unknown;
                        /** @description the call failed: touches nothing */
                        errorCode?: unknown;
                        /** @description parameters of the call, which name resources */
                        requestParameters?: unknown;
                        /** @description the answer, which names what was made */
                        responseElements?: unknown;
                    } & {
                        [key: string]: unknown;
                    }) | string;
                } & {
                    [key: string]: unknown;
                }) | ({
                    /** @description such as aws.tag */
                    source: string;
                    /** @description such as Tag Change on Resource */
                    "detail-type": string;
                    account?: unknown;
                    region?: unknown;
                    time?: unknown;
                    /** @description ARNs that a notice names */
                    resources?: unknown;
                    detail: {
                        [key: string]: unknown;
                    } | string;
                } & {
                    [key: string]: unknown;
                })))[];
            };
        };
        responses: {
            /** @description Done. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description events that are events, whether they touch something or not */
                        accepted: number;
                        /** @description events that touch something, and were put onto the bus */
                        touching: number;
                        events: {
                            index: number;
                            /** @description resources that the event touches; they are looked at */
                            touched: number;
                            /** @description why it touches nothing */
                            reason: string | null;
                        }[];
                        rejected: {
                            index: number;
                            /** @enum {string} */
                            code: "InvalidEvent" | "ForeignAccount" | "EventTooLarge";
                            message: string;
                        }[];
                    };
                };
            };
            /** @description NumberExceed.Events */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Refused or failed; nothing was changed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getQueue: {
        parameters: {
            query?: {
                /** @description Account of the cloud. A local runner takes 1000000000000001 unless given; a deployed stage refuses the call. */
                accountId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        waiting: number;
                        inFlight: number;
                        dead: number;
                    };
                };
            };
            /** @description Refused or failed; nothing was changed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getDeadLetters: {
        parameters: {
            query?: {
                /** @description items on a page */
                limit?: number;
                /** @description Account of the cloud. A local runner takes 1000000000000001 unless given; a deployed stage refuses the call. */
                accountId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        deadLetters: {
                            id: string;
                            sentAt: string;
                            /** @description why it failed for the last time; null when the worker died of it without a word */
                            error: {
                                code: string;
                                message: string;
                                time: string | null;
                            } | null;
                            /** @description event, keys, heirs, job, sweep, or malformed */
                            kind: string;
                            /** @description its first 2000 characters */
                            body: string;
                        }[];
                        dead: number;
                    };
                };
            };
            /** @description Refused or failed; nothing was changed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    postDeadLettersRedrive: {
        parameters: {
            query?: {
                /** @description Account of the cloud. A local runner takes 1000000000000001 unless given; a deployed stage refuses the call. */
                accountId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default 100 */
                    limit?: number;
                    /**
                     * @description only those of this kind
                     * @enum {string}
                     */
                    kind?: "event" | "keys" | "heirs" | "job" | "sweep" | "malformed";
                    /** @description only these, as the list names them */
                    ids?: string[];
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        moved: number;
                        left: number;
                    };
                };
            };
            /** @description Refused or failed; nothing was changed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    postDeadLettersDiscard: {
        parameters: {
            query?: {
                /** @description Account of the cloud. A local runner takes 1000000000000001 unless given; a deployed stage refuses the call. */
                accountId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default 100 */
                    limit?: number;
                    /**
                     * @description only those of this kind
                     * @enum {string}
                     */
                    kind?: "event" | "keys" | "heirs" | "job" | "sweep" | "malformed";
                    /** @description only these, as the list names them */
                    ids?: string[];
                    /**
                     * @description all of them, where neither kind nor ids say
                     * @constant
                     */
                    all?: true;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        discarded: number;
                        left: number;
                    };
                };
            };
            /** @description MissingParameter.Kind */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Refused or failed; nothing was changed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    postAccountsAccountIdSimulatorProductOperation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                accountId: string;
                product: string;
                operation: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        RequestId: string;
                        Arns: string[];
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description Refused or failed; nothing was changed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
}
