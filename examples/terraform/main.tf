terraform {
  required_providers {
    alicloud = {
      source  = "aliyun/alicloud"
      version = ">= 1.244.0"
    }
  }
}

variable "tag_api_endpoint" {
  description = "The stage's TagApiEndpoint: a host, without https://"
  type        = string
}

# The key is Heirtag's own (heirtag access-keys create), in ALIBABA_CLOUD_ACCESS_KEY_ID and
# ALIBABA_CLOUD_ACCESS_KEY_SECRET. Only what manages rules should have this provider.
provider "alicloud" {
  region = "cn-hangzhou"
  endpoints {
    tag = var.tag_api_endpoint
  }
}

resource "alicloud_tag_associated_rule" "disks" {
  associated_setting_name = "rule:AttachDisk-DetachDisk-TagInstance:Ecs-Instance:Ecs-Disk"
  status                  = "Enable"
  tag_keys                = ["cost", "team"]
}

resource "alicloud_tag_associated_rule" "interfaces" {
  associated_setting_name = "rule:AttachEni-DetachEni-TagInstance:Ecs-Instance:Ecs-Eni"
  status                  = "Enable"
}
