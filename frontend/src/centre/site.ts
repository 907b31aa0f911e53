import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { api } from './client'
import type { Hotspot, Site } from '@/centre/types'

/** The place: its name, its time zone, its hotspots. */
export const useSite = defineStore('site', () => {
  const site = ref<Site | null>(null)
  const zone = computed(() => site.value?.time_zone ?? 'Asia/Shanghai')
  const hotspots = computed<Hotspot[]>(() => site.value?.hotspots ?? [])

  async function load(): Promise<void> {
    site.value = await api.get<Site>('/site')
  }

  return { site, zone, hotspots, load }
})
