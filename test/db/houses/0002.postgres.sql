CREATE TABLE schema_migrations (
  name character varying(255) NOT NULL,
  "timestamp" character varying(255) NOT NULL,
  CONSTRAINT schema_migrations_pkey PRIMARY KEY (name)
);
INSERT INTO schema_migrations VALUES ('0001_accounts_and_sessions', '2026-11-27T19:37:31.424Z');
INSERT INTO schema_migrations VALUES ('0002_oauth', '2026-11-27T19:37:31.437Z');
CREATE TABLE schema_migrations_lock (
  id character varying(255) NOT NULL,
  is_locked integer DEFAULT 0 NOT NULL,
  CONSTRAINT schema_migrations_lock_pkey PRIMARY KEY (id)
);
INSERT INTO schema_migrations_lock VALUES ('migration_lock', 0);
CREATE TABLE accounts (
  id text NOT NULL,
  email text NOT NULL,
  username text,
  username_key text,
  password_hash text NOT NULL,
  created_at bigint NOT NULL,
  verified_at bigint,
  disabled_at bigint,
  superuser_at bigint,
  CONSTRAINT accounts_email_key UNIQUE (email),
  CONSTRAINT accounts_pkey PRIMARY KEY (id),
  CONSTRAINT accounts_username_key_key UNIQUE (username_key)
);
INSERT INTO accounts VALUES ('00c73f7d-af32-46fd-a4a8-6dcc97d59da2', 'ann@example.com', 'Ann', 'ann', '$2b$04$kMjx.yrg4hOE4BCDus3kBe/9/2ZKSP04B18Q.xzWevUikUZxj9DrG', 1795808253048, 1795808253048, NULL, NULL);
INSERT INTO accounts VALUES ('285042c3-1e5f-4363-809f-a0da4224b35b', 'carol@example.com', NULL, NULL, '$2b$04$pSrLLmZupDVKVnwRXc3uNORwSX/eF.MJ9yGomGhZ4/nZ.d9csbsUm', 1795808253341, 1795808253341, 1795808253488, NULL);
INSERT INTO accounts VALUES ('e920d86d-b832-48c0-9619-b76a805fb4f3', 'root@example.com', NULL, NULL, '$2b$04$omOd37L9Ej7U8jajOjFA2.n9pe0HezfXZvfvrmip9Plr0qQQ52yg2', 1795808252308, 1795808252308, NULL, 1795808252308);
CREATE TABLE registrations (
  id text NOT NULL,
  account_id text NOT NULL,
  email text NOT NULL,
  username text,
  password_hash text NOT NULL,
  language text NOT NULL,
  created_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  CONSTRAINT registrations_pkey PRIMARY KEY (id)
);
INSERT INTO registrations VALUES ('ae9ab7ca-3269-483a-91c6-cf1c773bf9ae', '70ccc5d6-aef4-4b07-a72e-7c5e93c411ec', 'bob@example.com', NULL, '$2b$04$TZ0V1wrVJ7yaAt1iOELfLunyAfSYNgZi1aV8zR7Z1An10SCjwK6wy', 'en', 1795808253543, 1795811853543);
CREATE TABLE one_time_codes (
  purpose text NOT NULL,
  subject text NOT NULL,
  email text,
  digest text NOT NULL,
  attempts integer DEFAULT 0 NOT NULL,
  created_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  CONSTRAINT one_time_codes_key PRIMARY KEY (purpose, subject)
);
INSERT INTO one_time_codes VALUES ('password reset', 'ann@example.com', NULL, 'tqQ3Tci31qcWGP8PC0phceaKNQkNfpMWSeesAu6wNY4', 0, 1795808253957, 1795808853957);
INSERT INTO one_time_codes VALUES ('registration', 'ae9ab7ca-3269-483a-91c6-cf1c773bf9ae', NULL, 'GIXDdb73qgOlZNDTegXFASXWhqlV7DvzCG34IRXFUho', 0, 1795808253543, 1795808853543);
CREATE TABLE sessions (
  id text NOT NULL,
  account_id text NOT NULL,
  client_id text NOT NULL,
  label text,
  address text,
  salt text NOT NULL,
  generation integer DEFAULT 0 NOT NULL,
  rotated_at bigint NOT NULL,
  created_at bigint NOT NULL,
  last_used_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  ends_at bigint NOT NULL,
  ended_at bigint,
  end_reason text,
  scope text DEFAULT 'openid email profile account admin'::text NOT NULL,
  ended_by text,
  ended_from text,
  CONSTRAINT sessions_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  CONSTRAINT sessions_pkey PRIMARY KEY (id)
);
INSERT INTO sessions VALUES ('04aca64e-a539-4fc8-b0ed-fe4ec15cdf42', '00c73f7d-af32-46fd-a4a8-6dcc97d59da2', 'latchkey-cli', 'laptop', '127.0.0.1', '59HrfcyuOiiBNkcpUGp0PQ', 2, 1795808254375, 1795808253795, 1795808254375, 1798400254375, 1811360253795, NULL, NULL, 'openid email profile account admin', NULL, NULL);
INSERT INTO sessions VALUES ('7aa1b64d-0b4c-45f8-9af6-5cf9cbe2bd70', '00c73f7d-af32-46fd-a4a8-6dcc97d59da2', 'latchkey-cli', 'laptop', '127.0.0.1', 'XwH24_3STrovBdUTM-L5CQ', 0, 1795808253628, 1795808253628, 1795808253628, 1798400253628, 1811360253628, 1795808253717, 'logout', 'openid email profile account admin', 'laptop', '127.0.0.1');
INSERT INTO sessions VALUES ('97bfaec5-6cf0-43fd-965c-443803db82d2', 'e920d86d-b832-48c0-9619-b76a805fb4f3', 'latchkey-cli', 'laptop', '127.0.0.1', 'x62CgiutqsDn209KMuAEKg', 0, 1795808252737, 1795808252737, 1795808252737, 1798400252737, 1811360252737, NULL, NULL, 'openid email profile account admin', NULL, NULL);
CREATE TABLE signing_keys (
  id text NOT NULL,
  algorithm text NOT NULL,
  public_jwk text NOT NULL,
  private_jwk_sealed text NOT NULL,
  created_at bigint NOT NULL,
  activates_at bigint DEFAULT 0 NOT NULL,
  CONSTRAINT signing_keys_pkey PRIMARY KEY (id)
);
INSERT INTO signing_keys VALUES ('1E2fEJSR1JCcpUm1KlOwyhaoUc-Yh0Z8pdnVpQX-EBE', 'ES256', '{"kty":"EC","x":"lSh_7eTVOYRwVShshV326UG3lImJ3aTTjVpdEL1NGxY","y":"viJlIJhh6RUwq7adv0JgE5Mf0Aa7d4tWFGVFRTZzk5M","crv":"P-256","kid":"1E2fEJSR1JCcpUm1KlOwyhaoUc-Yh0Z8pdnVpQX-EBE","alg":"ES256","use":"sig"}', 'v1.9JtW2BgEoa52UjZD.ULBrFviRwzpCZ-Bloaw2lic0mbB3hw8JZH7rsoN-_A3aebKJfuFJha8mrvO-29rzLeLRW6CUV3sFlef4pl4l5G_8WifSCzl3-T9uFqkx8XrZYFm-ghWLCk_kgBieEsv0xiuDpzbbktcIHehP7c_XSxVOVgk06TpoJvgKJUtfgtZnrBtv0fZjb4Zx6wAiMFYrARRZ3FTMY8GJK2vWrAetEUHi6fQq5hpCAZD0ITD56yQExvP9Y-G9HLvKCHC7Df4k', 1795808251696, 1795808251696);
INSERT INTO signing_keys VALUES ('vuzQTNtg_jzzeTAL92IOVq_T4Lco6JGygIaZIKQu-UA', 'RS256', '{"kty":"RSA","n":"s2SYPMcYMxjqaYNTXLKAVt8RYjCdcJMF6s9x8dHEA8YIzDT0RzrI4GOGFhh8dRGffNprOhm3Zb5eivjhLb44yful7IfKr-DaIGLq6IhCrPwDcWDJ9AGRBAvC1OifHnMmv7E91gZpai6XQe8_1SuU8AFSgocIQr4vivIEobYfKOrViLi1U8hSP0d2Uf9IjM7qW6lW1LPV5NUERq0h1W_7qXxLflMYXnOVgHETRiA5YQyjck51b6scsaRshztViL33btiYAsqxzmZ_sDn4xO5p77pkhMXzU1TGEFiaITl0td7HYGDtrxeHm1f2FyLH-1_XPf-EFk2kzAe-HLpu44ua1w","e":"AQAB","kid":"vuzQTNtg_jzzeTAL92IOVq_T4Lco6JGygIaZIKQu-UA","alg":"RS256","use":"sig"}', 'v1.UNTyf3TiMSUKBSGz.6-eSdg5QTCKjn4wMLnw2Vm8oayfpkpnmJhvfCAm1JCPyH7ELnn5UtoDUGtofOFxD5N6pVXZJPaMlSsk0gvah9rAMWXGBFQQZW82syH9AfzVLp2J5w5_uKXOtjOGZPml6WnfZOlhTE1H54LleBP0JLzidWipfx2g4-eKqNVVgwreXFnHXCSACMHTvP58YZ9idL59L0eJ1KPtGqtVL-WV_zLzZv8r_er2zQ6rdWhT1ZRgnAC-MzpUfHBLm0DnFr9eE7hqljdalOvfrxdXk3Z4USrKKLfTlZAAvCvhuPIo03LkLlgbAJSVUGwFL4gr_rC_GSiLOAZ2WwQXnvZ7K6ywgStiYZ8BWKH1-0rieDDPDlgn2wkfweuEqfS18vwxFOJgHNO5f0ilSBuuTyPQSXoHBTX1_xX6AmzsOqNxw-XT3wKWu4NeksNoEwpWs_k4L6ptYCplAuS0kPj01tNk2PTBRPug6NJMZkogWmBLAcGX5YwSR72QjGfpOSCbwPV5QSV7xedGzkVUvHjUuGQT7jP2CVJKHWao9mO1_wvgZb3UtwjzV3KKcC3WDbS3cOIj4ul1o_ot4n31gd7o-HqAa4LxyRJb3YcT41mMHbtYIqKUqbE1nsCuh2-z0Uj56fDO8t0cmCSdLqDz1FyUhzu_rFVerX7zNE84egmAZ0utSx69O_8Yf_b-9R4PUsKcPIZj9pADPrrFxN_Hd7FP4UyYFJkybRO2JHLJnPAep4xeLW-c5mV2SvXhexazJ5BEoXgtZdYQtkvJbhUOEpe5v8CfB59sgFw2RX8OHtxVoXvdJ-V8W31_axA4vCd_rOcXDg9ph8EUK0yYUvkyotTAdnfD_kJrXP9c0vk3v_OleDzAREJ9leYftmd7BCXt2WaP6Upt1sv_QKWTtespJ5JTQbMoX70K-fHZJJxvmEr1yRaO5C5WlaA7ileljgZuQdvQXGN2sgID0GX3OrRcE4FQPPiguhGGH8vfLYxyyG4u_2ohypypUFC_1twZYu0Oi5LHt5ncqc4OB-421g_bYbcWSY9O-LgYZAShL21NAdI4EEP83aA-l3HBsykzCIkIhboy_4_s0ApRWO5vbTRwC2eMjBJQOnGUAK22hTZzT54Q0dwKJI_PEZUhIHVxASB0l-zJbQn-0E5scAIA-wQ7s9JAkIxOdEEq7xDNB6EyYYN_Z391GIyr16EAWNlqlw51-bW4GVLIL0pMU3dl1DyOBR8rAsLP9x6krm095yqbzUVM690pH2qOY4bO7yYAKv5YKKnlU588JPhB0RDi2O8CgwLrPSJnQJnMAyxB44YBpdRUPkGGXLSyx6AfanrjOXqzAXn0hFDoILc3CB_pRpVF4bnxXJHiLYb8HnYXdNFTECkmADwZ3XKnQ56qar_wychJcMfbq5_GQ4UmkW6qN6UNM5_u8qbFlLYzY2EvSJBs4BcAOxokW-unIk6LQEtzCh16WDf07jrDWydeUlnC6Yi3Y-sA_DdUpsKT7WJg5wkfPC2SjanRt5VPy19dlzo-GU6ILgwOQA_F-PLyZC0xky4ptQ4YpJlFQDKgXRLK9SGLEOItRqm0IVOD6TBmJlPlGceDBgsWepFmP0PFxH0ZNhgbZZSDuYHSFSg2SaiH0uZpYAoHLzwY5sW5_LvYHGSFkQOzcRVV0p2KJ_H7YcrKMS2-QfoAcctsvUBT0gmDrmWtuo5nZvq0Lt14bqSce-rxdiY94sPn-9um8zDKppnnQ5ifXZz1tZbZjHB26jNlCpK8e-RpJ8UiuUD8f2wVWJXNlLjYQY2J_dU5_ysFxRdQuAV_N7hKZgjMvD6xRVKIhkJNTNu80FYsVqdr0Pv9lfwWt9qjNXSqVP8HhRTBhI69zS9kZgQPQZ8awbU-jFIqJsfpn5dvOwb0ZT5kpESx9HFKitCao5azdH-PqKLBqkFvSa9URG8eM4r2kVI9NQFj1h75IWWEOD4NJfmNM6RRKVu05WVms7AnUiIZa17CH_mLn_wUXZS6sgL0xb0MhcZ1iDddWu_5RP8AbtUHHouTNXyq0gBZBnPtt1XJvPhEoRw16FCWHhxia9Kl0k5folG0vtvOp-cRcahXBq7mImxtRQ4vLvvIRbY4LS1VGTGG2H0gEA_bbRRKO-rVzbBYFzeq58RFcB-a9wI71gPl9i8ycp7nEP4ecjG43HmR9Vu8', 1795808251696, 1795808251696);
CREATE TABLE outbox (
  id text NOT NULL,
  recipient text NOT NULL,
  letter_sealed text NOT NULL,
  created_at bigint NOT NULL,
  expires_at bigint,
  attempts integer DEFAULT 0 NOT NULL,
  next_attempt_at bigint NOT NULL,
  leased_until bigint,
  sent_at bigint,
  failed_at bigint,
  last_error text,
  discarded_at bigint,
  CONSTRAINT outbox_pkey PRIMARY KEY (id)
);
INSERT INTO outbox VALUES ('497c87ff-4ce5-45b6-9769-876421728be4', 'root@example.com', 'v1.rGDhfbmJ1ifl9dAw.uhvQ9shxBgJKy55Qd5s-4AXICgIIM_3SnAcO3-BXBP3YiV8AewcHybmHZ8xWrqRnzjfW36flbvpFCr8XH3UqTrkdr0RGoG6cSDow-wGBVFdiE1XBI4xBIH_hzrdAocrF28iM27tFrCK2yk4YtUEibcbZDXJKddpnId_Gm3qSO26sKkqGOVO8QQkROmcY7rAbjUmJvuCYiXIlhH_zQ2x9rhGSMC1NnC-yGJxLYlyRgxOmjEVCHxdN6ZiDCztVvU9yxHyqQL17vu_xRz2KBB8w1skw55E9siCmUQw7lizjKiXdKpELr2uwfEvIUChqcUyMY12zmeO0D4t9J6_g3E3AG-9NdMQCc0XnWhHD0sTtAcPXrHSgN1pMLwxj57ATacBrAWKu-UvaxeK72-kWaRiVjvtx1eJhHy8r10NY8xLiYFracXVCm8ugZgwFCrC0dWTXSKRM2uJpDE3yzeoqLqUTieWW-64wDjdc9XhIRQvjlsYe0H5hjO4uJ1iOfYyLwDP_sfxF3AyG2Za00tLBW-mgs_ycKW89Ua4Cq7F6s5yMpogiLN6vdAKghdhDo8WimhA7DaHs9SXuOSVvfJUltpfY3n2gOC_bH9co4-TyBKt9Eo6eCx84gr-3k1mq3sfehTVmHfXRkCm8z4uEUwkw1h487mO_9DdU_bNcr4buMu2qp0mYBbgIjICJ8UGyGDF2Chr-eNyRVSbkDivz-o5ZOS3m2neNGgyd0b4oMSmyhiBVftN5OU6dQtTnKnMzNU8eMYfr07toQYJ0-N2axSNUx_DURfnX1iiT-RrFRm3tbyI4T4VaFoy10jZOfxhj83sOPZH7PVOKbazlraF9GJXgNOQXY8w82VlT2b4PG99NxY7EG98hywW54kACbO6C591DPs7TO37D_b_Jfhkvikr_T8OC4pShLVj4PrPMauqbfwAtOy8o4gVKY4abGx44BFAwXhWeGapO69tcupYIihZnI20t-xhkDgczRANHvaxVn3P6k6VDJCufBOx1zL1HMBkQMiUbQJ0DcAEY_i7OHNKYjRs0CgvekHLl9zegN4djXc7Unb3_CcOxhLHsH-OdkiPpeSm6cAe3q3JCuJntZ-jJuxIffrcA5C1ZrTkeveS_8VMFB6c3SyLRImYz39_RxKy-OWBIPe2sj8SBwO0UcyYEi-khkoMfYC9Js6feJ_kz_971h7p5IZUT4eX8bgpkFo1j-EPNtVX7i6BKmcs5XXfFF4ehu0adXhznewlTpm40kYBAElgCgHl9Rzux8wMVCuwvDj9IevycNlUtrPZTwrfMO5tqEPf7hzR9f9sOMkfMg2AAUVXp7s637YeEgPV8be0LPT-Yvl-tZWXbxb_2mTVaNEO-MMkeXdoxsOqvk-LCI9zlkg2vfVgF2HnLu8UhsfT9ZLacVvmPtTX12j3ozOxUkP2V23KZmK4bcOee6obdQ7HLuy_zY31bOtv6zFkKtHbewszPG9IP8QP0hr8eKUqSTnkYxCvOjAhNbJAF71V79TOafonsZbsV2yOSbodhEJ4ndP24jUt5WF0yPzuS_CY1ZBR5n5_G9SrKlEP8Ek3yGm7HUwfbMgkS7dZz0pQaFJHYmOwpAiAea2VuVlOQXbid6feSu6unOo-8vHm4aYFNjDXHnwuxTXNAtKyOITD61BddtWg_zksqzfI_7nQPv_Wj90Tt4HuPD4qMbzPWPcT26aBRvKCQdkhYDKnz6D4OGsh7ubCxOKfmWhrm3P04YbCXWY5y3gecpP0bo0Zggoiz8oF8WLGKM_ehlABTpvhVUGP_N3KmB0Fza-UTJBjDNgX8Ld2jYlg18023nG2h7BroEY6tX5M7G8KhSU5NvA7Jpahe_AOiH5AHM3eeQlls7FA_hr73qyGAKGz6zA3KHe1vNKWfOqSp5jaAdYkh3I5a2uewVj1jN7616ifcvO_1RnM5gVrZi30NYwPDm0GdoVU_5mXk0yhywvbsxEvLij7cMKcGctO10flp0MCVrVl0WNaaRBPeRaa8-23ZnRku58Uwonj6G4fGGKcztLl0q3GwBb5Qw40gMT6PvcRmBxP0b9AihrNA8hRd686-HQQGAKLiL6MSYU17qGAve37vi7XWaM2chf_ExU6wIU3bO9BdWvEt8bC3ah7Wue4ycIdvUvrFSXvDyILbCxJSL0re9ynoXbbJNI5pqoMebnxziZkILX3iraAh2Ng5C-xPbNSIQdQfT0QyzUitFCXKGOMzM-aq1ho3J3YdA2J2c6XTkQ3MGEBkedhMb6wVcohNyT0u5XIO2bK5WuzSnrcy2pCFPGFnkwiKE7-0KmqHcmW-_ZRjRO7HOjFxsaKtBV_D31HQxfNrp2fst6bdDdUizz21jaoLvE4V5DIU7ZtRuGSmZee9nMCF_TH7qDwqKVwN3snKAOLOFpKLkK56Xjysu3mEYvuA8jZyAdrkvRgGeuih3i6x4CoNqoLVupoTpyXTweRD5PcPhoD-Px49gz7iYQG5EODPra426ZsLH10IrV-Bne-TD00Qv7JI3jtIdDryOoPgyBJAAuWljbhm0OhZu6rBDpmtPNTnivRSyvld7RtVk7E2JEbi_colYHZX1BEM_bQI5bFprF9wcWlGSOpdG8yPr7kZQOf2kgwbJu6npYUZFdZAEhrzyxQFQzPO8put-Nrvtx74GIBhfSCpCf8l_6SniVht95UlQDW2o0j5MRYI-Wr48CoBXhnSHHj9_p-PoOR5VfM7MI1S7lokxnh7LheaxLiZbgFfzbuAu5DF2bG0jbvScTFf_uDbwRwD73gkuGD59tkuoicyZ0iQakRagv2pZFcbSjtvhlXURe-WuyVqvTYo_L0kN_hpE2CgAWsjlzf4h6lpe5E2vPzgSUsaaZUXKD0yVUOiBKgJI32zZ2ZjtlwCHQKq6AKBY3bQJVWdrGyesK76HH1rKmb3G89gBMTwjs1KE8kO', 1795808252316, 1795894652316, 0, 1795808252316, NULL, NULL, NULL, NULL, NULL);
INSERT INTO outbox VALUES ('81405fc8-aaf8-4528-97cb-b2817dd4c49e', 'root@example.com', 'v1.RJl9BMsvJ54LvZwO.eOHBI6E8A_-aJ_qQmBFAboGmaKp6mCLcZcJdv4Tzljo2AMlzBlW4lS25Wq-lV6OVPWOKN1WO_ziUcvee40nGmOm0AhNnsXPUm3eQllKMrfkhU_sw5TAa04bLVMikKAaUQc7lA8JCQ0viFHcdsQ9qjHHJVAu2L6sMr5akUqnktaS1VChfUBts02fuqTj8RYjPbIgouFLTHW-BJjmn5PlPSvP6YodkYyQqjMx0P1Ywzno4tj-8OJJaoZq1I1xJ1Hphm0FWVw-pzfJGM8LSHfNrLmy88RSQOMB3ii_snGw84H3x0_BjXBLDBLw59whOFdVNN8Or8_SxKtQYDa9Rv64VEysnHRsNltePf45to_XC4LhhKG9RNbVPFg5voBc8SmFSyHry4DYRjEkV2xq9afc-Qn1wUZdjVlx1PMFeICQXvwe9WehELAOgwyF4SiZJIsnxBqwthEyoNeK_fTwSpvWrQaTWh7Vmg0HpJHIMm1CY3YjPBJNxHbPbX6bfz4eIVFASnotRW_taZ8vYkJwHFeGZ11xVStZ56VNmiA-j5BeOzBGaKfpKmbZ-nEEKr1VaSUYBCQ1ErX6K9MnCj_RaUmlZY_bTGtySFJE0wo8u9KqTkX_6l4D6XQG6QnwFjkK-zJij5FLwwXeFv01QbEENSUHDvQOMd78b4NvOhHfiogPKxMl90oe1Vxghiy4Wy3JzkBTIyzpb2VzVwqAFNsIrdR1hV5ecLGjbo-CdW8lU13Atar3uXNaZ9SKvbHAHkiTIGMJMg5aTe1mEg6KDdoOoqrSac24Y6dOlfGdzyIVHSjsb43oWMgVpjqLloLSYJYv0U2DzBqwaSZydTS5rSOL4zihsP-yjifiODaPP6m56ZaiaLPtl_zaJSnSP64sG4P7QP6iOqb-gBGCF3wVCZCd9yn9961OBOixlaSR5_MNsY7OiFz0zogFjsF4-IcL7iLIB6MF66hIVIzpCfqYxxfB2_RyayiYWSQQKWuRdRt8xnqaeBj9P_C6k8lCVfVP9RNzERYidQZHp1WxwjNx3ydg4WvxFdpyvpigzURInUF4heI3pFgDILpSch6ZSG1sbaqaukFZH-B72tpvTC9u1StzQ1iC-5cfE1cYFv6BzdUmq7B6C4w-rfb736LUQ2XNLi-1mGFmCRqK7lmQvTBu4Ofucagby020oxlFkDNRava6tLB70E18dIGSqWwSQQ3kGefpoU8Ys9w59x0mZoYY3UsswfzDt9mu84cRwWPMqGAbDuhru8i7IA3msl51cVmLCoS-DvuBTVMrUZs314o1Op1cDXvw9D6q_-MdsuSBNtu42eSca20FG5tbsuHfkF3Y9Vcti6zpQ_Ex9Vl11uFyCgAdeD4J6BGaiCkGqAZHB6pEhKwMTYLINqGQi0LlmR9s15P2N2yMlsqAc3re9556qJqBpoil0qkiJF1MQY3ldDrpooQRMVXmYxqURjrID1CplesHjRm_MLWPFRigHsOabrenxNJkB-Up5VTteA8VoBWL2_ub2K3cmRRGIFS1vq9nQoicyC2wiB8JuckLVmcibOCIF0ap7A5XRVAZl-r0HkcuxV3eUS5S61KnXrG8QpI2_FGa047kH1oUZ9m5_QCMvLJ6-G5SOjTLra0p3eHf0KshSDViuShZypn90gx4SRkmVdIR3TlqL4YlCOla4c9Mv4WSTeKRzBwBtxkmXD-SowehHAB7ivNI5RoLIlG-2zpqafeqMAL9xTRwSsmHLnVkQgFLZBR4xQhIviSQmQdoOaopTCcl7PYV1l2XU-ylC8kgpWL-NeUWq1Q9nj2ce_bSj-hVDOCpH11_W9eHNV2emhcAa4Lnk-Urt6qNxYfsw1IW1aYiZxzK4aeWNR-I2aCnWEFYWxWXFQviTCDCcElwmNl3pDx-dKzB8Sgw74ASOIt1En_YH2vrhahM0ze0yuufeg6JvRduqvu3B--rfc92nohYnddfvdmAXZGmcFaOiSjVngqevhzHjano1xa68P2OIbIn-4walFesNBWHYhxXWbvRXP48BTN2eX1ncO8gLQiuOndwOSjBLS8_74EFAF_L_I_7UWju2HpXqZITrKa4tGzwg7wH5WoT33xNNJ0RFDxsHukBwqkS7X_sQ91MhlTC9SQ_KwYWaEdgJPRYYER0qmn3eKJkr2_Mrthy3Hh-cvzJL4pI_GXg6MflCWx4UlyWem8H_8e8OvvqMimI1k5VyaWUcm--BTnt75hyh4etCeQlJvToTcksvYULqStNtfPlT72Bv33tsIyt6pz_zcfDEgwJyUd9m2mlcYUGN4G3XZ-T0UiAbosPA0xDbLEN7Qxp-IU7N_l4NiJ8Sk-WOrJh1l65Hu0OTuc1wgRd9v6uzHyVodhRTuuNK01GdArNDhv8xMG74rFnVU-L7PEYelkPWMaI', 1795808252574, NULL, 0, 1795808252574, NULL, NULL, NULL, NULL, NULL);
INSERT INTO outbox VALUES ('a7333121-5efa-43c5-b285-49b9f19649f5', 'carol@example.com', 'v1.zBKg-DhWgwCUDxxg.yWAOSA1lfmvHMBoGSoBmTJmdurRY1zH4G8nD8Gja2HtxB7p5ooG_ZjZOSIVbtJ8gzuh7OYHFneBgUiNBXzcaIKq4n-fgfHraRf15rm_W46or18jqpqJd-In9mENxo2GrUNElHeAy8VVPLwbDOaSO5LI4vB4mAiaJvEsJeYHNdRK_0PiLINlLzV57uFKDCJog2x8kWK1BAb3-a_u621eBxq6KwwNksb3ZP-jV1KLXqbln5EJChW1o4NRtOKhkYNXUTq8jeNL_U2SrMXCWcWF037Xa_iR0Lz1RKZ1WUOouUhybDBQSKOacIvAr-HGnMSK8ZpkRDJpwsD9bR3Sq95fAtJwUs1FvbwVOB3leaAgE5aL9-ywkerMQHPukd7UuyE0NhfORu6VVPuJCxFT-ww3JLYPTvmg1MRBpU3SfE_KWCPtmXbEf6UW8vRmQxDJAwpn7isFL-v3P7Ku-JLjWSTpx1Wlrf6GszamJ1scZecX6qeSP6vnXSXOaxk9QFyqfX7dpwfejvlHYKOsG-mcV9wSR239A_Z4ZEkTKt5QIz_NhHq8EX2KOs5vqDCXI6MLcIRohbOsFAJIFULDC2qHdKJJymUHZrskKbeaNf8C9CbsvjDmIuQvToieJyYeP_y-DDj65YAN7pXJXMQzY2qjnsRP5VNmAZBOxZ7KwQBBT3uoyO3ptnmOAIQQalceRqeBgsScePWbxLbRr-CyrbUztRRHlINsd5uobQ_o2Zc5Z9IssJKue2IEUpkIjvwsigwA6Ca7x4ej40wUL1eIvo3c0Cmf3JstMy2qb5jaCaVZgDF45KrVGOiSKJQCPoE7GJs2H4t6cnzFbPbw5JHggxKlCBlvaaJJ8i64GcjdtVoq3GZedGoWqRHAa-31F4mVe4mTuJ7RCoXo6gmMWBNosOZlNNZthgTxiz9v8Gca0Xit2yRwTuu9y2JI5tE9ZUmmXUzIA527FzrsPx8EQJ1TV1izmU_2e4hJObERMKwIS9wop8Q0d6SMa_iDNj5slPf7ljMBaobs18I31dpqf0_XPHf4F3vpYtAR9juPYLWo9s_ZsVH6v-4YqBnGcoGNxTQYzhSK2viGbs4EG2NA00_TX-x_BferxLX_xyMMbvItIWMifmYWNUhj9L5pxXogTGHxNtDYFkuJmiJAyY0ADAG9cIcB_3srONcV6c31QCspSZrpCVSwlgjgp0jRCjBOfbOlbJOhNivb2xwqGwQDLO-zuaimOU9P2GwLzZc3o2DTKsuhUn21x9QUSKDp3nTf0FvHrFxB3OxdPOTC7TCTMl1YCiFFkVEgyRqcSTQLBOgXTVYEJkDp2y7CeUzEtKG6yt7terZvmIHWvOx2aArLVsAtSgicENMfKJN6G4fbTi0maKEhO17WuizDtmVafgDTeMkOnK34m0DxjQJnHkZ-9Y8I0zYO1EGq-ZUVI61VKTc0fuEhRosrXJCwY7Q8hjSyLTiNhmkaqH3kSu_83XmhGj4uC-rnF_MUqqH03OVmFwjUI_LpJRsBRPT-HP50zlhbdhdX9wT32h62Qwxfi_wrA4oK1tBicn3oNw4k8e1QlOVhXYfbu1KupmK3f-VNSZptRthZvmgF3KF91dAduTTyFkJpYVh_Azxj9_cOg0IHoDppJF34nBuQYQAc_w9SoWBiP8HAE8RQKdSuZhb07cGBgYO9tIBeUCbC4vGnRtBSsO4FuoBJ_VElzBpg38slhfqPRInD5jdfn1_0HnlLoYvTm5INr1i3UJkVzK2Q2c_M2x4wttiPwZTVIymyhtFFzkeUR-dZmvgks-4x-RKEm6RYSR3tH17sWmEM7gnpBR72sIoQUdzp7q3_Khf7cFveYtYrK_N4hRqL4-HBZLQTsyRPNTutALfKwpckjy3bhZArs1sSRTiCgtNhDxkQNb-OFz6DdrGr5uht7S2YiN3zc78fWEDWlLveCucZZ9iKuA0MDyCdXse2jmCy6t3pQLA6WDZ4kMCRCZzIef7ojlwXKjv3MLKZ_wq_qmBd1wP_WuHbhM9VHVv-FHXH_2NGEWILV1BwbDaKQEg40ZCmsd3tOla_5ZEvwdbM87XLWUj2P428m_nhmKHOJJxibwcnNPBsvotJHcmiVO007nKNhJcMkWxhsbQYuu1NbWgTvc4CfCjCSImrJ1yTtrmuQIF_RdjUhqpvpWUvfvKtbFVpHZEjyC3EUNAqgvljiLNyTJQMpSo2u1OdhH4k-cFHzMN_ZLjuj5KKKPzo04s5EF9Dh2su9t81zql3sqdrqPLgXTJ67AO0cYTB9oRnqSLZ9L3pHOjDCjQkcQsKZpWcVNHIwqOBX7LEhvW9hXj_4Uz4qjAk8zq9VSMZYuKZBCrknB31c3RV6W7h6F-aONW89DPmFIDTyhQH9cnIC6c9q_glNzBtHzjPmMUMbROEx-ahgulHDcRP62_jtvY5qEpvnnruZFpG-CKEhKhx7fkThwR3iwu0li0OtOqiL4pyjbaRKcgn3rHx_UZ_BBzh7eluX9thRExUMq2zrdPOG5XHaspgSk8Q9PvFPCnFnOKS6Rawdgke4WUwf1F1GQguTtjDH-cJYmsAHai6AkgxESmqjhrm3FbuCLg2IBJHchyniHovFAgXXeEDeHV2F3_2vZuweJGujRbuWmHTvT5t9eqY8dAhKSjq4InlQ150Jx97jcxfRe0_rkxsGLQMsfsJjYwPD8Xz8qr-NU-ZX-3WCf__FZkEtIRH8ma3-ytY2E32m9JbnCpfQZ3RUDJ7HFF1ajWn5iNs', 1795808253107, 1795808853107, 0, 1795808253107, NULL, NULL, NULL, NULL, NULL);
INSERT INTO outbox VALUES ('b0e07760-de6d-4dcf-8e20-8a2a676ec4fc', 'ann@example.com', 'v1.6WYXECrXl9DoWIEv.w-12yIa64i0CyggKz2G2AkQSY-vrC9aChv1iWHNkZgaWIRMhVv7zUApj9oGb2o0czZhNDcLdGORaCZkaxZnpqEQ0jXpsLHimXV-GWywSFb8ckDY9IAL8tp0N3_wlYVKQZRMpyVD_lxiWfnhkwe230GmAHBr2b3Jsw0_8zS2yANwFcmALl8FK5hqhJgt-DA08WYUh3C2e-P13HGsAPzY-_SJrJITsmd7wNI9FrnVqWdo9AgemlNFgsDYaV0TR3z4NKaee5oaBEDsC-87eoJUFzyOgFhNzaf3UyR5Zp7ZB3F8JOcxZq1BvwzYAull4Z2TDo8WaieoiYu48i1nFEcqAc_jWyz2WmfLhFdUCHA9ExG9_cS4Egqo1yuP7-cu9sIxEFe3ljnW4V3_9zTxShWci3Vdjvb7jcAfh5e7NHjpeeH2komuCyAy0QDSH5tXJHjevwGQqIunnK5mVO7QsenX3JPunmSA3N8RMpJ2yTtCospO_o_X1027pFC5sZmQpWuE69cgPO-q8yWi1EBdK_xoz4IKI3YmWwx8ekU2yntkySZhYVLAhFVMTmSjvAGiiuKu7MatJNYufDVTENc4hv8O33RmVGFp3DHmt227vGcduYomTkTZIO2JqPrb0vbIHQcagAnvpglUA3fNyJpAMQ53_3Jar6rlDYh-3lW68b_e2J4CbowldgioALMh0PSOqKhzwr8wQHmugUwTtFVAYsO1oGBJ8CW0XlHr-FaPPV0ifmt4C2UTO8nwetc4GI4deDXAh_Ju4GRezn2or729gs2o5ipnD0uih12guBviSf8upOHZaUxiXorusylXKvabaW41_dXnLpel1qurx4P3PLE6nIDh0isQu_d5T99n7y8sJTZBnDyonbuRw8ZiJxHKfFNmHFnVH_fruLeqnpkX4Z-wVujrTJWrVmW6CHZtjE_SdrONwnomQo4ggRBeLwF1bHz-pwvwSf5Wuqun_58wyHHX-i_sB5ExWGaiDhC8wCLZpHhupkmktmQnas6JieVBekSf8txbMmv7TBuZBLxb5Xws00XzxMV0C3cFnp_ipmuJtugLXYiMgKMx6TG_H8j3jz4RjNvoPXKW-HfzyXLLIKBpubOcO6SMBUA28fGPQ9MmJbM-CYsS7miItxvr9jPHCu9YlCNLIPXGp2G6dO-2qjI4W5sWY_mkNIeDNL99kWHgs6DfEQRAw_cThA3pgokuPyVEEKmgEAJqFuMOZpj5I0lK5NDTop4si05rRUDPJ7RaCLLXQi0_8bWSg91cporX-rmC279XFCLyjJ31Nz7vo8Lrd_hyJbarLxLzyJiTXk611y-lswBHR-C2ZfyqCaV-PWwXImViPjrHqSBEGbSiqRECta2jWfhF5vVmG3tZyUqy_P_eLqLHT4rsJXGy8ec2FJDP8ocdpW1jLkPs21BaqVvX1rVcxlW2C9fXA089IDp5Mh2s3v2mS4NMa6pgDdIAiXlrrsKZ-EopnxixMr4MiBIdU6OToF2MSSVsco8dJkc_5KhvTDBlLEBIWQb5X1cj0IQawImAW1KheLCS__0698OI4EIknzethBaGw9A6rnkK2TOccIG_AyjeskULUehJg7KXwQLqG5OzBmkBKxLKuTKtbVi2C-z0Jml4VOHQwIKa5EsSRBaNTbbjbjav4QxeCtZLolzWSWGPSna1bNwvEQgWcOYnXhe4SzmbYy87xNk9cUfhtX3P_M8ojrbLX-0wGN-vWzb-Zdh08pCvZgp4y2ltVG1CMEQoYJuQwEU-NB4jPvEOYnrfkTCeom2sfFoBw9viOCozzWHF0YYsCEJx9Rumpriqo3nPlK0t_ZyGRLjq7X8OlUaaFYHTTXhDuaVp1wV1eDc5m5scCua0arcwMyFp-mVvOOjM0uq04ao9gqTAe8qMJcMsetw-u1DbPHQdk1WJhbr_ihoZ59xYyTpqFgx6filu7dlPI6Huo7Cd9-0f3wOoGM9SVMzQ3n9VGAA09_j4oiz4RIZ6K91T4eLfQ1FvrvOD3WEF9jS4W7w539KGrdO0BSfBW2iO_f6rgLXgNEwQ6WAEW6NFri2fJFW6rt9uOiagZvlYAVHvWHpnyzfeYApvYRvL5yG3xlkPbqSnQ3Z1hPrN1ENiRbuSOye-oCHhsmka_hdUS28BIizvVZXdatGq6HmZ2Rw3HpUa9qllOfJy66sfL3DuYVVHepreubu8Z_a7Tle26HKdOe5Hr8svgfKvV11LYNPup26PIzet9cTTaat7KGe5sj2lVNsM7pv88yeCpQpn23H6LvK_FIb56r-ex4Es_h5MLQvG5ZDWIt5BkzGLCcgbgbUzY_WFJlf8p-TWHsf2VOPgdnn1wgr04i5ZpoW7dBGpmuf5GA0J-4ceh_JewXX-Jw0siGrHUyewndW3w4mW165eC8-DocbIJ0RgXXLZXdptGBLrEuhd6SqbveEfstyoevK4uESzMochR-QA0anIeMVscxgRzTkbtN2Xz5tYvyAbhXnFRWcxKkWSwi_BPxDk1DzCNFzzOp6VAda-lJ_T8WPh5NLJdqJElouNeugMYaWDlEkMSwfMkUzyweiOGf9_CUIRUdTzNWjRVeamBiNBAx6frtMoljTMYl3qliAtY6br2QcIL_GmFphGB3kuBD1IUXkEoVo5xg5JqNjt4J5bPW_igw6lPrBREIChpTzYPZhgL5pjKI5UKMcyjMAHCOPPl5YK9UgKGIqRbLrgqoKQQXeRrtkXFeGjG1z8wkRSWw4gPL9_CqQ', 1795808252824, 1795808852824, 0, 1795808252824, NULL, NULL, NULL, NULL, NULL);
INSERT INTO outbox VALUES ('da516e7c-f761-4d46-a023-c252223f54eb', 'ann@example.com', 'v1.WqeTw4vx9SZnuZtA.OqkkVN5mws4Nvji7C0FLubNm5ooHo39bVVK9SxIiefGfh9tTH1uiLLpugiMk9YhtB7ED_Zh3N-6FzQ5rZ0GDUlhYc2Hdzbg0sfrrEsYW2lAMs9ks7aKDvezmD4_cCPhjo_Lc7fKFwi9CaJkjk9sznqiPrdEaum3Dte7gA_nlh6zhT0ZqY8dqFMB9uKekpB78hAhaOc92Oc2igB-rOyyw0hpSp1AfeXXPS14X7sbdNaQZEFpFfjFxO1PF_RJHfkTuEAcy14awddXcjA-tOScZoVEVaJlpmSCXzTnsGQNi2_3H4kLit6tZ6V5O22dLFu9-54srzGldbwjXJEAbRzlkmDLIn5xDqbyT0hOBCRKvoCbW0LGDG2s0_vnqyPdqtDD-oSuWINqP466r6auTXlOo2BqP6OuhzGSxemXYHrTPUdNeCvhLauWjqx0y-gxEO-Y8ZgX9hrWor5hi8ZMf-f_-9yc90VNDxvDiG3UYEjtDS0qH8xrH2wY4TssV-dIpzTysqzMzPR3rqlcJrZZqbCcf1NggRwb7hP14TbiRN0ZWYytWjzG7sxhFvWVo09dY-C2DBFGCbaO4RFgRpcRWq7smeJww4ZpMq2Gt-mGWibC8vlQQOVkbsRx3koTI56u_ktjWV3akeoWbmuaYsKrVrzD9mbMk482QGT4VJms_YKvMaWCN394qN3ZZR5fmuIbyaFCc_tIH-vbbn_NYt4Vds-v_DXx9BRhLIv_wojq-0us4agiJCjuVg7Lmr6xFfFm4c6gnHZIOAr660qXcwYWDSkZnUvrDvodF85HhxsHBdd5b5ymDEgdaMtUCCF-Yc0LCbBzOjrDmVQd6dnAvuC0iEq2_EGAojxzpEwMtPT-I6e31EdACXhMOKCE-NADe-ZQNIY9lZf7zBWnnOyyef20ayksKLmMtULw4DH3wj1iuEMAn-VctzJoI17szruDDNi0d98njgwoA9pAgD2SOSEEgu01UcJnXErm2HhRwzcMe57SGi3-MBZb94uJx24jPPuztn0TFV9YpjOWVx_-S4FRsffMGbnZ4Yg_lw21nL_jTGlRdK4VxQbAuWikmCIn5vwJzec_vfvTar7EXMbdHxbNDsQKvDIKNw0cG9rFeCkrGt7cynqKqvid8zt_g4CsZEKPD3LUEPW0H22fPMOIEG-u3BbM9OvRTzxQXxScpiQyw5OzcOiE7Fqux9j1HAMNlWqkxF-t4YudpM7L9BecuW_V8Id7H0vn4BaOTsXMx9vN8Z9tMRy7iN4KGZXBF6AotRekvJAn9L1CZY6dtN6QIZxMcWf2MwiSenR2tHnY81czcxe9u9F7s5XAoBIlLl_odtpNlepjrUtSQbhcUlLRADI5l27LvmeCmYnwzdjyw7RHlX9eZBsxzyPAgr4-v1MUh8JHq_f6JRClAOev0pY13LWZRSIclQ-oHwxtCw1u4GfGVsWcOilC9PtQLTqQTP2nnrQQMvhSzIQF3-2IO_qJPZywrbu8G9N_t64D8sDkbP7R54Xi5lU6dzD1jQI_xb7TpQMw4Z0L7_lk3rrIdHv65ZSNWzXoIHVDwhdGK0M5vSHceBAhP9FxYgZLWgwf_Mb5ZcPSMzNz4gAGAE5ECJazxi6cY6g3f3JNvxcm8lvC4SeVlr4EMBw-c_nGjYpQ0I4FHweLZmf543IXqjhRu-FelDmnWikK1nqwXtrXJsv8sU9X8sEWeeKVaEmSNnYldzz4baLSCzJ5caqlly3fe70eya5wVimhUM0x_e16ilNjDaTSzwK2AQ4pbQyT1jVeykD8ZqbHhjuO2AG5t1-7wJp0ArnGIj85jORvPjzZ9yL_IhKlw207_YlVxrn3V_vwIvH04LbIMRLSZDEH_-cF8J1goS8BwW-112iasKXSFT8GAYByOGD9u-F5487EfazD8hHYufa8pCGY3nY8MLlntgjVT0Jr2m3FlxhkY46CzYnEKo4VWwE6SVqnelmGIql55ddmXNJcEevHFgGnh_9_cTVgX6BlWZSROYf118eRYmF_LbeM1UZONG6M6KmtfUVzMg1BqGze1V_hYLw9BBNsG9ns_hpL7Gs-DJhX8SZ0Wj-pBrhz5U_XSFqOzBUp1AZsQftgp6Ljf-uUJKUTdBMcBLEWDYthjsPhofrJ9tPTAvne5lX3xfgwLU_tiA9FgEc3Ij3cnOFG5dZ1AP8xlP4iJG2E_d5r894tlRyXybvdx8JjpQN2n_EmNG0Hf1pxzVnBqAQbHN0ZU7lDSWdZRvDnEsHGe3dFfX9ywlnuZCQ_KzevcDdluB1pzKEORytpJYezLgD124OEpfb3s6ArvqWSeSua1nvLXDTzPvLihxAMaXLNcY5QLJu5D-mz8oG-ua2GXnrv6qghUl4qtw9aBLfSiRybn5Vk765QjgehI2OHUnBovPv6HVbM5tYBfaKhOTqz8DESuSgh-Gt50wVN3uavSjo8jiFpyU9iEAX-ciGQmCvUCm5GUPzSG6vi5g3WgugVof1s2wiUyxAPVw9ntDaoCbIaSXvERUUn844SOjkI0GnPKCsuVntvdi79_8SNk09KJBFTqWlcVz4Czk17_vlZp7aFYwXqgF1HJljMmoUAgpgpLqMqIkcz5R7l_0iR_mC18VvNj6VNMUuJcOJ3v-qiwVZhNG7UJ7H0yyGjNQldZV3eMlDAa7eDZBFbtpehZClhScEuoSinXP_dwRFN-qW5WKMw6DwxS_VTXGKdyPMZd8H65QpDJDPzol_dQRJQ1ARqc9YM3j3grk_uc2zMZ-7ivxgs7V9X_x1iV-pxR_HeAiNL0MFKzj-apjvJt9kgnPv54v2l68FPoP7IaJLOu25HiE2x7p6d-Ya_Aw4tDE94wcvNuGNueBWGWWvO8K5wlX3Y17GHbflITini4P_4f0Rlic0YJw2f8o8lI6GamehTxAfsa9xwwVN2NEOauEVS4tSchr70buwIOGew', 1795808253957, 1795808853957, 0, 1795808253957, NULL, NULL, NULL, NULL, NULL);
INSERT INTO outbox VALUES ('e171ba34-1c8c-41c3-bd26-805a66b0c4e5', 'bob@example.com', 'v1.9qV__ATeuQPI5Z9c.OUz6KAAc9QO08YKmQhdcI9pKkdulcKOo2WMcpFfiYbnoFikmEqJOi0mCHdgmWsZaQotGAJQpePMqhUCdKms7TXLW6SZnF0lK3z5l6TCRWxJ2zuEPLcQnMiTpspip7-B-JNhWIh1lTtz1eDQs9FeCll7AEYXyKV01lKAnTbuVOJOmIC9xG6woFcWVsBjqS0jm20nfp29kh4a8PNzrNVc6OaObfz5cB84bBpqEYZ4BjXuoBdrfz-Go5FhhUd8Ft66EDqxZYPNgkq_O2SDKGfPOIgfZ7HWpdzVVG_ppWetYLe5rjj7SeoYAwqIc38K2g_JAg3W70m0V57b9tA1XccyeoVnmvLov5wiunqhaMYtETfm11GKkkRAYG0RXcOR0QLUhu1cDV4a2D1pYjvSLDVMqFJRSbZw_yh9h6f9C8oWkf9jfAJGl7Nw8igHcuF8F_B7xVRywmoPozczOrm8ba2UkTYHI2fnd4YKF50_iHflDDNYw1PRdNMm9JW4c0xI7btn-AzFn9vCUAErcbVPkGp52cqxZh8xq85Qfnxf1xExSzE5dmE_1Nib3qHgpzMvvGK3UR_km91BWwZMRCVegVKX4-SW-wzIjoqfp8A7VJ8Hum6AmojqnFGlQyGtfMLKcCKQFeuiVU00KBm09WOI29QHtwdGPRMnTuql5HHCbHiQRjgM8VY_cUP0J8de5EfNCbCJNE_IGI3RJ92BfQ8gHD-Noz-FXoti1GVnlz6h3m1105cbVgB1D4Az0Prf0I5sqBDZC3LsoYIVHT00I5OGIVkJOJ_lHuUiI-RQCRFEUzsYAbBcSGGj14-Y60Yo6iWLcmulr_7GtWpLlEgZQ1yiRNB9VcynxZuUJN160eWAm4IuZeRlCZ1ulopfD996NcHGnDrFiAWYCKFWLzJbu_YM1ygX_s-kt4h7rJK5lmu5drt8gI7tut610PBNzmpUkhNTxfzOW9e2K3mYuUpXsiSPJ_Lz56ePSPjbXc6JIMRHMXv2SSoNYe82x8ZZdZhe20Ofn3g7uyMYhbFDk2bFEnjoOcLM20QoxOyt14OMx2Wdq6CAwqmFcAyt3Dngx9s0Xf1HZwlVC17fUnx8ThhABFwdBNllq7709L6hwMA2xiheFpy5H59MGqO-YTEgqC1Q47IrhldoB9hl7_XpNyCbcYdtsdB8QZch0Col8rJU6Bd8T_4zQFLmhxKtAqR21YY21M_NjKzQK1X_gAhNBbVMXMzeuXjutz22fu-gCkFwly7r6ZvXkDWYEtOmFC3VBCWMZABOPLYmgWwQZotLGPflFowmdXePDbuVHku09LJFAKYkFEuTihVFadnNBHiDX_1At8160vXovBu0GUvrtXmAkRyraLJOQxCs_NBg0XjKtHYIjbkV7PRLCwC__dFtkkS5VVv5WnvLQRevP87S2y8G95yMdORbva_LCzYC6OVzxlkPu9si-Q2mwrZApQGI16AQC9JrArHAvCneakhIZndBOkt69jabYT7CuRNS1gboE5BqSaRmvOQpblod7n5fIrP6_zV-THOkPuRIoUSsWRTDcE9W9JMcJxyQthO-FCsHRdd5BqEU4YHq2i6B9s72W_prAP1k4kqnKsnT6qfGAxObziFlHU3QH0DmBt2_XgILl7jAGvadrXR1qiRylw3FGUsD_hiqdm9WZ2K_1AdMVkglxT2AkAtnU5BoJ1Cfj801fNan62VoVY_3lFkJC4yDCTB2GCVoFTBknAW8bFidg2GGm4hZswncNplJYU-Rc83cyyWd6p1tZfXSOzooR8KxjyCIGkLbm_bwET-qOXSTF3-zt123GKtiO8YxHURSgwwUYHH7T71yDkGe94ofv_n7qPv8TCFhjEwVHSKt4Z6xy6Njjx4TzlroBj0EXsUw-njQZYYGeUelOteiEdGI5dCNQofs3YAtHX1VjaT6ZnkIAaeaoe4tm00UrFNpxXsUJbyDWAr-21nKuSz0U-l9-vh8oOqURQlfZHk-zJAXf7R1O5uGVG3JpYS0RNuJS17I5ftqdDNJO77tvedtT1NqQbdQSNZJEA7N_JoJ5tsX8SKhGKHA2IwjbfP-sYOYfQsMctbmBAOHTuGVsRnWzHcahM8QtwNIom_2UKkV998Z4-RnoGMr90I_LNxze9yaj5uc6S6EcaDxZdXYI7iIKBss7tyfj17-Srri9mcAXY9OFMj01-cDg1fM0xL1B6MWyu7fxQ3VXIBFRzTx7PIhCCFCJ-RtP6_kwOTRinkWd6aBYpbtUdg2TWxNypzOFO5wOhZ6f3ZnVKs8vs1N0vNc9zG0LujQakfxYVaNfPRWijfIYiqwyUAQ8BfsvkxLpzeqtMermIuOLHhkhfKFx_mNdxqzsv-81r8LwzCalSaW_wUhNY9J4AvpI8dLAOLLJr0aOwM6NPqQMb3M6C2qmKIYin1fq9rx29647u8gfU25wuk645PJ8PuEQvYxsZoZom0jKLrcu5gz34e3-owbJIIz2sk3_X37E2_t4qYEu2UlMYWvtD2U6AiwJI41CjCY0kOZrVmbQlRxieBr3EXPovIe84Fw5VuWYbQNeBkEUXEKDfHfyPBaAg3_7ZpaNYEpf6-43DoLuX6651d2rGW2ZgwdHelLWXpjAqfI0wJLnknTT2zzXIysr5SMweqDsC8G86i7p3Fa2M-CELJAN7BrBVjwkELTYx_pr0VJOgDJod9dhtUEErApfX_6jFx1ker-PUGOiTQ74LqWalLGLUV9lyQ--F9IR4FwGR0ecZg', 1795808253543, 1795808853543, 0, 1795808253543, NULL, NULL, NULL, NULL, NULL);
CREATE TABLE rate_limits (
  name text NOT NULL,
  subject text NOT NULL,
  arrives_at bigint NOT NULL,
  CONSTRAINT rate_limits_key PRIMARY KEY (name, subject)
);
INSERT INTO rate_limits VALUES ('code.address', '127.0.0.1', 1795808261574);
INSERT INTO rate_limits VALUES ('code.email', 'ann@example.com', 1795808313048);
INSERT INTO rate_limits VALUES ('code.email', 'carol@example.com', 1795808313341);
INSERT INTO rate_limits VALUES ('code.email', 'root@example.com', 1795808312574);
INSERT INTO rate_limits VALUES ('device.address', '127.0.0.1', 1795808263952);
INSERT INTO rate_limits VALUES ('login.account', 'ann@example.com', 1795808253795);
INSERT INTO rate_limits VALUES ('login.account', 'root@example.com', 1795808252737);
INSERT INTO rate_limits VALUES ('login.address', '127.0.0.1', 1795808253795);
INSERT INTO rate_limits VALUES ('register.address', '127.0.0.1', 1795808282824);
INSERT INTO rate_limits VALUES ('register.email', 'ann@example.com', 1795808552824);
INSERT INTO rate_limits VALUES ('register.email', 'bob@example.com', 1795808553543);
INSERT INTO rate_limits VALUES ('register.email', 'carol@example.com', 1795808553107);
INSERT INTO rate_limits VALUES ('send.address', '127.0.0.1', 1795808263957);
INSERT INTO rate_limits VALUES ('send.email', 'ann@example.com', 1795808553957);
CREATE TABLE audit (
  id text NOT NULL,
  at bigint NOT NULL,
  event text NOT NULL,
  actor text,
  subject text,
  client_id text,
  address text,
  detail text,
  CONSTRAINT audit_pkey PRIMARY KEY (id)
);
INSERT INTO audit VALUES ('1fcc38c9-ad0a-485b-a9ef-67c45745c437', 1795808253341, 'account.verified', NULL, '285042c3-1e5f-4363-809f-a0da4224b35b', NULL, '127.0.0.1', NULL);
INSERT INTO audit VALUES ('2bdfb73e-7f0b-412d-b0b4-e1cf1db0284c', 1795808252308, 'account.promoted', NULL, 'e920d86d-b832-48c0-9619-b76a805fb4f3', NULL, 'host', NULL);
INSERT INTO audit VALUES ('5b21e613-32d2-46ef-8f3e-af924bd68894', 1795808252308, 'account.added', NULL, 'e920d86d-b832-48c0-9619-b76a805fb4f3', NULL, 'host', NULL);
INSERT INTO audit VALUES ('603fc50f-1a81-4a6f-b2da-e182b2ebeb0c', 1795808253717, 'logout', '00c73f7d-af32-46fd-a4a8-6dcc97d59da2', '00c73f7d-af32-46fd-a4a8-6dcc97d59da2', 'latchkey-cli', '127.0.0.1', '{"session":"7aa1b64d-0b4c-45f8-9af6-5cf9cbe2bd70"}');
INSERT INTO audit VALUES ('68ec6fa0-c5ce-4c91-9c42-67ba1949371d', 1795808253628, 'login', '00c73f7d-af32-46fd-a4a8-6dcc97d59da2', '00c73f7d-af32-46fd-a4a8-6dcc97d59da2', 'latchkey-cli', '127.0.0.1', '{"session":"7aa1b64d-0b4c-45f8-9af6-5cf9cbe2bd70","device":"laptop"}');
INSERT INTO audit VALUES ('bb4581bd-9240-446f-a433-1e5cd2f173ef', 1795808253935, 'client.added', 'e920d86d-b832-48c0-9619-b76a805fb4f3', NULL, '17c1bf63-76f6-40d7-98c9-cb58a297e454', '127.0.0.1', NULL);
INSERT INTO audit VALUES ('c1679910-925d-47be-8145-d27cf1848181', 1795808253048, 'account.verified', NULL, '00c73f7d-af32-46fd-a4a8-6dcc97d59da2', NULL, '127.0.0.1', NULL);
INSERT INTO audit VALUES ('c6950125-789a-4279-819d-21ec9fe7f116', 1795808252737, 'login', 'e920d86d-b832-48c0-9619-b76a805fb4f3', 'e920d86d-b832-48c0-9619-b76a805fb4f3', 'latchkey-cli', '127.0.0.1', '{"session":"97bfaec5-6cf0-43fd-965c-443803db82d2","device":"laptop"}');
INSERT INTO audit VALUES ('c9b70c14-ae72-4dc5-8ff6-6c080a421656', 1795808252574, 'password.reset', NULL, 'e920d86d-b832-48c0-9619-b76a805fb4f3', NULL, '127.0.0.1', '{"ended":0}');
INSERT INTO audit VALUES ('d5c072d8-9d35-4fb5-815c-7ffa76d32c7c', 1795808253889, 'token.made', '00c73f7d-af32-46fd-a4a8-6dcc97d59da2', '00c73f7d-af32-46fd-a4a8-6dcc97d59da2', NULL, '127.0.0.1', '{"token":"fb8fd4f7-3325-496f-9aa8-d9ad559dff3d","scope":"account"}');
INSERT INTO audit VALUES ('daa61fc7-4997-4870-b206-5f4e5809741c', 1795808253488, 'account.disabled', NULL, '285042c3-1e5f-4363-809f-a0da4224b35b', NULL, 'host', NULL);
INSERT INTO audit VALUES ('f20399ce-98ba-4f73-a8ea-58f876b4be5e', 1795808253795, 'login', '00c73f7d-af32-46fd-a4a8-6dcc97d59da2', '00c73f7d-af32-46fd-a4a8-6dcc97d59da2', 'latchkey-cli', '127.0.0.1', '{"session":"04aca64e-a539-4fc8-b0ed-fe4ec15cdf42","device":"laptop"}');
CREATE TABLE locks (
  name text NOT NULL,
  taken_at bigint NOT NULL,
  CONSTRAINT locks_pkey PRIMARY KEY (name)
);
INSERT INTO locks VALUES ('superusers', 1795808253488);
CREATE TABLE clients (
  id text NOT NULL,
  name text NOT NULL,
  secret_digest text,
  redirect_uris text NOT NULL,
  grants text NOT NULL,
  scope text NOT NULL,
  id_token_algorithm text NOT NULL,
  created_at bigint NOT NULL,
  CONSTRAINT clients_pkey PRIMARY KEY (id)
);
INSERT INTO clients VALUES ('17c1bf63-76f6-40d7-98c9-cb58a297e454', 'reports', 'LVxDXRIfOJg-E6kt_4yhW0TN5O6dMN9t-lgTQ7iay4s', '[]', 'client_credentials', 'account', 'RS256', 1795808253935);
CREATE TABLE device_logins (
  id text NOT NULL,
  device_code_digest text NOT NULL,
  user_code_digest text NOT NULL,
  client_id text NOT NULL,
  scope text NOT NULL,
  label text,
  address text,
  poll_interval integer NOT NULL,
  next_poll_at bigint NOT NULL,
  created_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  account_id text,
  approved_at bigint,
  denied_at bigint,
  redeemed_at bigint,
  CONSTRAINT device_logins_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  CONSTRAINT device_logins_device_code_digest_key UNIQUE (device_code_digest),
  CONSTRAINT device_logins_pkey PRIMARY KEY (id),
  CONSTRAINT device_logins_user_code_digest_key UNIQUE (user_code_digest)
);
INSERT INTO device_logins VALUES ('e186dd89-bd70-4b21-bf0c-f5f9798db2ba', 'JNkfEr7nSi1asCm2tH__Hh3d6zT_3pKiR4DTWWt1ock', '_O9sQ-22qVVwDiWbNUeug6HtdvRSIXPEmiaWmxsS6Go', 'latchkey-cli', 'openid email profile account admin', 'node', '127.0.0.1', 5000, 1795808253952, 1795808253952, 1795808853952, NULL, NULL, NULL, NULL);
CREATE TABLE personal_tokens (
  id text NOT NULL,
  account_id text NOT NULL,
  name text NOT NULL,
  digest text NOT NULL,
  scope text NOT NULL,
  created_at bigint NOT NULL,
  expires_at bigint,
  last_used_at bigint,
  CONSTRAINT personal_tokens_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  CONSTRAINT personal_tokens_pkey PRIMARY KEY (id)
);
INSERT INTO personal_tokens VALUES ('fb8fd4f7-3325-496f-9aa8-d9ad559dff3d', '00c73f7d-af32-46fd-a4a8-6dcc97d59da2', 'ci', 'Nn3wCoCBxqJhl920J7e5Muj0r3kADjNIHQHH0E6cL70', 'account', 1795808253889, NULL, NULL);
CREATE INDEX registrations_email ON public.registrations USING btree (email, created_at);
CREATE INDEX sessions_account ON public.sessions USING btree (account_id);
CREATE INDEX outbox_next_attempt ON public.outbox USING btree (next_attempt_at) WHERE ((sent_at IS NULL) AND (failed_at IS NULL) AND (discarded_at IS NULL));
CREATE INDEX audit_at ON public.audit USING btree (at);
CREATE INDEX device_logins_expires_at ON public.device_logins USING btree (expires_at);
CREATE INDEX personal_tokens_account ON public.personal_tokens USING btree (account_id);
